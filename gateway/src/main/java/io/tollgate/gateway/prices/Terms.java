package io.tollgate.gateway.prices;

import static io.tollgate.gateway.prices.FeedMeter.CACHE_READ;
import static io.tollgate.gateway.prices.FeedMeter.INPUT;
import static io.tollgate.gateway.prices.FeedMeter.OUTPUT;
import static io.tollgate.gateway.prices.FeedMeter.REASONING;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.ContextTier;
import io.tollgate.policies.price.DailyBand;
import io.tollgate.policies.price.PriceVersion;
import io.tollgate.policies.price.Rates;
import io.tollgate.policies.price.TierPrices;
import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that a price says, flattened so that prices of whatever origin are compared term by term.
 *
 * @param millionths pico-dollars per token for a price (the same number as millionths of a dollar
 *     per million tokens), millionths for a multiplier
 * @param unknown prices that exist but are not known
 */
public record Terms(SortedMap<Term, Long> millionths, SortedSet<Term> unknown) {

  private static final int DECIMALS = 6;

  public Terms {
    SortedSet<Term> open = new TreeSet<>(unknown);
    open.removeAll(millionths.keySet());
    millionths = Collections.unmodifiableSortedMap(new TreeMap<>(millionths));
    unknown = Collections.unmodifiableSortedSet(open);
  }

  /**
   * These terms without meters that cost what they would cost unstated, so that a feed that repeats
   * itself agrees with one that does not.
   */
  Terms normal() {
    SortedMap<Term, Long> kept = new TreeMap<>(millionths);
    for (Term term : millionths.keySet()) {
      if (term instanceof Term.Price price
          && (repeats(kept, price, CACHE_READ, INPUT) || repeats(kept, price, REASONING, OUTPUT))) {
        kept.remove(term);
      }
    }
    // A tier states all that is stated below it: what is left out there is left out everywhere.
    millionths.forEach((term, value) -> {
      if (term instanceof Term.Price price && stillStated(kept, price.meter())) {
        kept.put(term, value);
      }
    });
    return new Terms(kept, unknown);
  }

  private static boolean repeats(
      SortedMap<Term, Long> terms, Term.Price price, FeedMeter meter, FeedMeter other) {
    Long value = terms.get(price);
    return price.meter() == meter
        && value != null
        && value.equals(terms.get(new Term.Price(price.above(), other)));
  }

  private static boolean stillStated(SortedMap<Term, Long> terms, FeedMeter meter) {
    return prices(terms.keySet()).stream().anyMatch(price -> price.meter() == meter);
  }

  static Set<Term.Price> prices(Set<Term> terms) {
    return terms.stream()
        .filter(Term.Price.class::isInstance)
        .map(Term.Price.class::cast)
        .collect(Collectors.toSet());
  }

  /** The terms of a price of the book, in their normal form. */
  public static Terms of(PriceVersion version) {
    return verbatim(version).normal();
  }

  /** The terms of a price of the book as they are stated. */
  static Terms verbatim(PriceVersion version) {
    SortedMap<Term, Long> stated = new TreeMap<>();
    SortedSet<Term> unknown = new TreeSet<>();
    add(0, version.ratesFor(0), stated, unknown);
    for (ContextTier tier : version.table().tiers()) {
      add(tier.aboveInput(), tier.rates(), stated, unknown);
    }
    version
        .terms()
        .serviceTiers()
        .forEach((tier, prices) -> {
          // Prices of a tier's own have no term: a price that has them is left to a person.
          if (prices instanceof TierPrices.Times(Ratio multiplier)) {
            stated.put(new Term.Service(tier), millionths(multiplier));
          }
        });
    version
        .terms()
        .regions()
        .forEach(
            (region, multiplier) -> stated.put(new Term.Region(region), millionths(multiplier)));
    for (FeeKind kind : FeeKind.values()) {
      long pico = version.table().rates().pico(kind.meter());
      if (version.table().rates().states(kind.meter()) && pico != Rates.UNPRICED) {
        // A fee of smaller parts has no term: a price that has one is left to a person.
        kind.millionths(pico).ifPresent(value -> stated.put(new Term.Fee(kind), value));
      }
    }
    for (DailyBand band : version.bands()) {
      stated.put(new Term.Band(band.fromMinute(), band.toMinute()), millionths(band.multiplier()));
    }
    return new Terms(stated, unknown);
  }

  private static void add(
      long above, Rates rates, SortedMap<Term, Long> stated, SortedSet<Term> unknown) {
    for (FeedMeter feedMeter : FeedMeter.values()) {
      Meter meter = feedMeter.meter();
      if (!rates.states(meter)) {
        continue;
      }
      Term term = new Term.Price(above, feedMeter);
      if (rates.pico(meter) == Rates.UNPRICED) {
        unknown.add(term);
      } else {
        stated.put(term, rates.pico(meter));
      }
    }
  }

  /** Price files have six decimals, so that a multiplier read from one is exact in millionths. */
  private static long millionths(Ratio ratio) {
    return decimal(ratio).movePointRight(DECIMALS).longValueExact();
  }

  private static BigDecimal decimal(Ratio ratio) {
    return BigDecimal.valueOf(ratio.numerator()).divide(BigDecimal.valueOf(ratio.denominator()));
  }

  /** The thresholds of the context tiers, in tokens of input. */
  SortedSet<Long> tiers() {
    SortedSet<Long> tiers = new TreeSet<>();
    for (Set<Term> terms : List.of(millionths.keySet(), unknown)) {
      tiers.addAll(
          prices(terms).stream().map(Term.Price::above).filter(above -> above > 0).toList());
    }
    return tiers;
  }

  /** A value for people and files: dollars per million tokens, or a multiplier. */
  public static String plain(long millionths) {
    BigDecimal value = BigDecimal.valueOf(millionths, DECIMALS).stripTrailingZeros();
    return value.toPlainString();
  }

  /** What is said of a term: its value, {@code unknown}, or {@code null} where nothing is. */
  public @Nullable String text(Term term) {
    Long value = millionths.get(term);
    return value != null ? plain(value) : unknown.contains(term) ? "unknown" : null;
  }
}
