package io.tollgate.policies.routing;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one option is expected to do with one request.
 *
 * @param option the option
 * @param usage expected tokens, over all choices
 * @param holdOutput the most output tokens that are reserved for, over all choices
 * @param cost what the usage costs, or {@code null} where it has no price
 * @param ttftMs expected time to the first token
 * @param totalMs expected time to the last token
 * @param qualityPpm expected quality in millionths
 * @param scorePico the objective, lower is better
 * @param lastResort whether it has failed lately, so that everything else is tried first
 */
record Appraisal(
    Option option,
    Usage usage,
    long holdOutput,
    @Nullable Picodollars cost,
    long ttftMs,
    long totalMs,
    int qualityPpm,
    long scorePico,
    boolean lastResort) {

  /** Whether this one is tried before another: sound first, priced first, by score, by name. */
  boolean isBefore(Appraisal other) {
    if (lastResort != other.lastResort) {
      return other.lastResort;
    }
    if ((cost == null) != (other.cost == null)) {
      return cost != null;
    }
    if (scorePico != other.scorePico) {
      return scorePico < other.scorePico;
    }
    return option.id.compareTo(other.option.id) < 0;
  }

  /** The candidate of a plan, with what is to be reserved for it. */
  Candidate candidate(PriceBook prices, Instant now) {
    return new Candidate(
        option.deployment,
        new Estimate(usage, cost, hold(prices, now), ttftMs, totalMs, qualityPpm),
        scorePico);
  }

  /** No cache is reckoned with: what is held has to be enough without one. */
  private @Nullable Picodollars hold(PriceBook prices, Instant now) {
    if (cost == null) {
      return null;
    }
    Usage most = Usage.of(usage.totalInput(), holdOutput);
    Picodollars hold = prices.rate(option.id, most, now, now).total();
    return hold == null || hold.compareTo(cost) < 0 ? cost : hold;
  }
}
