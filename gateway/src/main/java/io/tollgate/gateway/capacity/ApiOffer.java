package io.tollgate.gateway.capacity;

import io.tollgate.policies.capacity.Pool;
import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.Rating;
import io.tollgate.policies.usage.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider asks for the tokens of a model that runs on a pool as well.
 *
 * @param model the weights
 * @param deployment where they are sold
 * @param input dollars per million tokens that are read
 * @param cached dollars per million tokens that lie in its cache; as {@code input} where it has no
 *     price for them
 * @param output dollars per million tokens that are written
 */
public record ApiOffer(
    String model, String deployment, BigDecimal input, BigDecimal cached, BigDecimal output) {

  /** So few that no tier by length changes their price. */
  private static final int SAMPLE = 1_000;

  private static final int PER_MILLION = 6;

  /**
   * The cheapest offer of each model of a pool for the work that the pool did; for the output alone
   * where it did none. Models that nobody sells are left out.
   */
  public static List<ApiOffer> cheapest(
      Pool pool, Work work, Catalog catalog, PriceBook prices, Instant now) {
    Set<String> models = new LinkedHashSet<>();
    for (String id : pool.deployments()) {
      Deployment deployment = catalog.deployment(id);
      if (deployment != null) {
        models.add(deployment.model().id());
      }
    }
    List<ApiOffer> offers = new ArrayList<>();
    for (String model : models) {
      catalog.ofModel(model).stream()
          .filter(deployment -> catalog.poolOf(deployment.id()) == null)
          .map(deployment -> of(deployment, prices, now))
          .filter(offer -> offer != null)
          .min(
              Comparator.comparing((ApiOffer offer) -> offer.dollars(work))
                  .thenComparing(ApiOffer::output)
                  .thenComparing(ApiOffer::deployment))
          .ifPresent(offers::add);
    }
    return offers;
  }

  private static @Nullable ApiOffer of(Deployment deployment, PriceBook prices, Instant now) {
    String id = deployment.id();
    BigDecimal input = perMillion(prices.rate(id, Usage.of(SAMPLE, 0), now, now));
    BigDecimal output = perMillion(prices.rate(id, Usage.of(0, SAMPLE), now, now));
    if (input == null || output == null) {
      return null;
    }
    Usage read = new Usage(0, SAMPLE, 0, 0, 0, 0, 0, 0, 0);
    BigDecimal cached = perMillion(prices.rate(id, read, now, now));
    return new ApiOffer(
        deployment.model().id(), id, input, cached == null ? input : cached, output);
  }

  private static @Nullable BigDecimal perMillion(Rating rating) {
    return rating instanceof Rating.Priced priced
            && priced.funding().kind() != Funding.Kind.OWNED
            && priced.funding().kind() != Funding.Kind.FREE
        ? dollars(priced.total())
        : null;
  }

  private static BigDecimal dollars(Picodollars ofSample) {
    return ofSample.dollars().multiply(BigDecimal.valueOf(1_000_000 / SAMPLE));
  }

  /** What some work would have cost here, exactly. */
  public BigDecimal dollars(Work work) {
    return input
        .multiply(BigDecimal.valueOf(work.prefillTokens()))
        .add(cached.multiply(BigDecimal.valueOf(work.cachedTokens())))
        .add(output.multiply(BigDecimal.valueOf(work.decodeTokens())))
        .movePointLeft(PER_MILLION);
  }
}
