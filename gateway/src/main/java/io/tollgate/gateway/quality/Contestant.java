package io.tollgate.gateway.quality;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked beside the model that answered: the reference, or where it answered a cheaper
 * candidate, drawn evenly, so that each comes to be known.
 *
 * @param deployments where it can be asked, the best first; none where there is nobody
 * @param explores whether it is a cheaper candidate
 * @param drawnFrom how many it was drawn from, at least 1
 */
record Contestant(List<Deployment> deployments, boolean explores, int drawnFrom) {

  /** Who is asked beside who answered a sample. */
  static Contestant of(Sample sample, PriceBook prices, Instant now, DoubleSupplier random) {
    MeasurementTerms terms = sample.terms();
    if (!terms.isReference(sample.deployment())) {
      return new Contestant(terms.references(), false, 1);
    }
    Usage usage = Usage.of(sample.inTokens(), sample.outTokens());
    Picodollars paid = cost(sample.deployment(), usage, prices, now);
    List<Deployment> cheaper =
        terms.candidates().stream()
            .filter(candidate -> !terms.isReference(candidate))
            .filter(candidate -> isCheaper(cost(candidate, usage, prices, now), paid))
            .toList();
    if (cheaper.isEmpty()) {
      return new Contestant(List.of(), true, 1);
    }
    int drawn = Math.min(cheaper.size() - 1, (int) (random.getAsDouble() * cheaper.size()));
    return new Contestant(List.of(cheaper.get(drawn)), true, cheaper.size());
  }

  private static boolean isCheaper(@Nullable Picodollars cost, @Nullable Picodollars paid) {
    return cost != null && paid != null && cost.compareTo(paid) < 0;
  }

  private static @Nullable Picodollars cost(
      Deployment deployment, Usage usage, PriceBook prices, Instant now) {
    return prices.rate(deployment.id(), usage, now, now).total();
  }
}
