package io.tollgate.gateway.quality;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked beside the model that answered: the reference, or where it answered a cheaper
 * candidate. Mostly that is one that is held back, so that it is soon known whether it is to be
 * quarantined or let back in; else any, drawn evenly, so that each comes to be known.
 *
 * @param deployments where it can be asked, the best first; none where there is nobody
 * @param explores whether it is a cheaper candidate
 * @param chance the probability that it was drawn, above 0
 */
record Contestant(List<Deployment> deployments, boolean explores, double chance) {

  /** How often it is one that is held back, where there is any. */
  private static final double UNSETTLED_FIRST = 0.8;

  /**
   * Who is asked beside who answered a sample.
   *
   * @param unsettled models that may not answer for now and are to be asked first, by id
   * @param random numbers from 0 to 1
   */
  static Contestant of(
      Sample sample, PriceBook prices, Instant now, Set<String> unsettled, DoubleSupplier random) {
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
    List<Deployment> held =
        cheaper.stream().filter(candidate -> unsettled.contains(candidate.model().id())).toList();
    double first = held.isEmpty() ? 0 : UNSETTLED_FIRST;
    Deployment drawn = draw(random.getAsDouble() < first ? held : cheaper, random);
    double chance = (1 - first) / cheaper.size() + (held.contains(drawn) ? first / held.size() : 0);
    return new Contestant(List.of(drawn), true, chance);
  }

  private static Deployment draw(List<Deployment> from, DoubleSupplier random) {
    return from.get(Math.min(from.size() - 1, (int) (random.getAsDouble() * from.size())));
  }

  private static boolean isCheaper(@Nullable Picodollars cost, @Nullable Picodollars paid) {
    return cost != null && paid != null && cost.compareTo(paid) < 0;
  }

  private static @Nullable Picodollars cost(
      Deployment deployment, Usage usage, PriceBook prices, Instant now) {
    return prices.rate(deployment.id(), usage, now, now).total();
  }
}
