package io.tollgate.policies.price;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable snapshot of the prices of all deployments, over valid time and known time.
 *
 * <p>A price is chosen by two instants: when the call was made, and what was known when it is
 * rated. Where several are valid, the one that became known last is right, so that a correction
 * changes what later ratings say of an old call and never what earlier ones said.
 */
public final class PriceBook {

  /** A book without prices, to which everything is unpriced. */
  public static final PriceBook EMPTY = new PriceBook(Map.of(), ExchangeRates.NONE);

  private final Map<String, PriceSchedule> schedules;
  private final Map<String, List<Tariff>> tariffs;
  private final ExchangeRates exchange;

  /** Made when first asked for: a book that another is laid over never is. As good made twice. */
  private @Nullable String contentHash;

  private PriceBook(Map<String, PriceSchedule> schedules, ExchangeRates exchange) {
    this.schedules = Collections.unmodifiableMap(new LinkedHashMap<>(schedules));
    Map<String, List<Tariff>> compiled = LinkedHashMap.newLinkedHashMap(schedules.size());
    schedules.forEach((deployment, schedule) ->
        compiled.put(deployment, schedule.versions().stream().map(Tariff::new).toList()));
    this.tariffs = compiled;
    this.exchange = exchange;
  }

  /**
   * The book of these schedules.
   *
   * @throws IllegalArgumentException if two are of one deployment
   */
  public static PriceBook of(List<PriceSchedule> schedules) {
    return of(schedules, ExchangeRates.NONE);
  }

  /**
   * The book of these schedules, with what foreign currencies are worth.
   *
   * @throws IllegalArgumentException if two are of one deployment
   */
  public static PriceBook of(List<PriceSchedule> schedules, ExchangeRates exchange) {
    Map<String, PriceSchedule> byDeployment = new LinkedHashMap<>();
    for (PriceSchedule schedule : schedules) {
      if (byDeployment.put(schedule.deployment(), schedule) != null) {
        throw new IllegalArgumentException(schedule.deployment() + ": two schedules");
      }
    }
    return new PriceBook(byDeployment, exchange);
  }

  /**
   * This book with the schedules of another, which replace its own deployment by deployment, and
   * its exchange rates, which replace its own day by day.
   */
  public PriceBook plus(PriceBook other) {
    Map<String, PriceSchedule> merged = new LinkedHashMap<>(schedules);
    merged.putAll(other.schedules);
    return new PriceBook(merged, exchange.plus(other.exchange));
  }

  /** The deployments that have a price at some time, in the order of the files. */
  public Set<String> deployments() {
    return schedules.keySet();
  }

  /**
   * Whose price a call is billed at: that of the model which was served, where it is another one
   * than was asked for and has a price of its own.
   *
   * @param deployment {@code provider/model}
   * @param servedModel the provider's name of the model that it says it served, or {@code null}
   */
  public String pricedAs(String deployment, @Nullable String servedModel) {
    int slash = deployment.indexOf('/');
    if (servedModel == null || slash < 0 || isAfter(slash, deployment, servedModel)) {
      return deployment;
    }
    String served = deployment.substring(0, slash + 1) + servedModel;
    return schedules.containsKey(served) ? served : deployment;
  }

  private static boolean isAfter(int slash, String deployment, String model) {
    return deployment.length() == slash + 1 + model.length() && deployment.endsWith(model);
  }

  /** Every price of a deployment, the latest known first; empty where it has none. */
  public List<PriceVersion> versions(String deployment) {
    PriceSchedule schedule = schedules.get(deployment);
    return schedule == null ? List.of() : schedule.versions();
  }

  /** The SHA-256, in hexadecimal, of every price in this book: the name of the snapshot. */
  public String contentHash() {
    String known = contentHash;
    if (known == null) {
      known =
          Fingerprint.of(
              new TreeMap<>(schedules) + (exchange.isEmpty() ? "" : exchange.toString()));
      contentHash = known;
    }
    return known;
  }

  /**
   * The price of a deployment, or {@code null} where there is none.
   *
   * @param when the time of the call
   * @param known the time of whose knowledge it is asked
   */
  public @Nullable PriceVersion versionAt(String deployment, Instant when, Instant known) {
    Tariff tariff = tariffAt(deployment, when, known);
    return tariff == null ? null : tariff.version();
  }

  private @Nullable Tariff tariffAt(String deployment, Instant when, Instant known) {
    List<Tariff> candidates = tariffs.get(deployment);
    if (candidates == null) {
      return null;
    }
    for (int i = 0; i < candidates.size(); i++) {
      PriceVersion version = candidates.get(i).version();
      if (version.valid().contains(when) && version.known().contains(known)) {
        return candidates.get(i);
      }
    }
    return null;
  }

  /**
   * What a usage costs in the standard service tier.
   *
   * @param deployment {@code provider/model}
   * @param usage what was consumed, by meter
   * @param when the time of the call
   * @param known the time of recording; prices that became known later are not looked at
   */
  public Rating rate(String deployment, Usage usage, Instant when, Instant known) {
    return rate(deployment, CallTerms.STANDARD, usage, when, known);
  }

  /**
   * What a usage costs in the standard service tier, to a sum: the total of {@link #rate}, {@code
   * null} where that is unpriced.
   */
  public @Nullable Picodollars total(String deployment, Usage usage, Instant when, Instant known) {
    Tariff tariff = tariffAt(deployment, when, known);
    return tariff == null ? null : tariff.total(usage, when, exchange);
  }

  /**
   * What a usage costs under the terms that a provider says it served. A service tier without a
   * price of its own is unpriced: none is cheap enough, or dear enough, to be guessed.
   *
   * @param deployment {@code provider/model}
   * @param terms the service tier and the region in the provider's words
   * @param usage what was consumed, by meter
   * @param when the time of the call
   * @param known the time of recording; prices that became known later are not looked at
   */
  public Rating rate(String deployment, CallTerms terms, Usage usage, Instant when, Instant known) {
    Tariff tariff = tariffAt(deployment, when, known);
    if (tariff != null) {
      return tariff.rate(terms, usage, when, exchange);
    }
    return new Rating.Unpriced(
        tariffs.containsKey(deployment)
            ? "%s has no price for calls made at %s in what was known at %s"
                .formatted(deployment, when, known)
            : deployment + " has no price: no price file names it");
  }

  /**
   * What a call that is yet to be made costs at most, or {@code null} where it has no price.
   *
   * <p>It is at least what any usage within the bound is rated at, if nothing of it is unpriced:
   * every token is taken to be of the dearest kind, at the size at which the whole is dearest,
   * served in the dearest region; fees per call and the minimum charge are included. What a bound
   * does not count, such as searches, is not.
   *
   * @param terms the service tier that is asked for
   * @param bound what it consumes at most
   * @param when the time of the call
   * @param known the time of whose knowledge it is asked
   */
  public @Nullable Picodollars most(
      String deployment, CallTerms terms, UsageBound bound, Instant when, Instant known) {
    Tariff tariff = tariffAt(deployment, when, known);
    return tariff == null ? null : tariff.most(terms, bound, when, exchange);
  }

  /**
   * The list price of one unit of a meter, before anything that it is multiplied by: in trillionths
   * of the pricing currency, or {@link Rates#UNPRICED}.
   *
   * @param deployment {@code provider/model}
   * @param terms the service tier, which may have prices of its own
   * @param meter what is counted
   * @param totalInput all input tokens of the call, cached or not, which choose the context tier
   * @param when the time of the call
   * @param known the time of recording; prices that became known later are not looked at
   */
  public long unitPico(
      String deployment,
      CallTerms terms,
      Meter meter,
      long totalInput,
      Instant when,
      Instant known) {
    PriceVersion version = versionAt(deployment, when, known);
    return version == null
        ? Rates.UNPRICED
        : version.tableOf(terms).ratesFor(totalInput).pico(meter);
  }

  /** Every price that is valid at an instant, as known at another, in the order of the files. */
  public List<PriceVersion> versionsAt(Instant when, Instant known) {
    List<PriceVersion> found = new ArrayList<>();
    for (String deployment : schedules.keySet()) {
      PriceVersion version = versionAt(deployment, when, known);
      if (version != null) {
        found.add(version);
      }
    }
    return Collections.unmodifiableList(found);
  }
}
