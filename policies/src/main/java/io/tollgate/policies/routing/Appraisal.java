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
 * @param holdOutput output tokens that the answer is not likely to exceed, over all choices
 * @param worstOutput output tokens that it is not thought to exceed at all, over all choices
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
    long worstOutput,
    @Nullable Picodollars cost,
    long ttftMs,
    long totalMs,
    int qualityPpm,
    long scorePico,
    boolean lastResort) {

  /** What the input is not likely to exceed, and what it is not thought to, of its estimate. */
  private static final int INPUT_LIKELY_PERCENT = 125;

  private static final int INPUT_WORST_PERCENT = 150;

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
    Picodollars hold = hold(prices, now);
    return new Candidate(
        option.deployment,
        new Estimate(usage, cost, hold, worst(hold, prices, now), ttftMs, totalMs, qualityPpm),
        scorePico);
  }

  /** What it is not likely to exceed; {@code null} where it has no price. */
  @Nullable Picodollars hold(PriceBook prices, Instant now) {
    return atLeast(cost, more(INPUT_LIKELY_PERCENT), holdOutput, prices, now);
  }

  /** How far it may go; {@code null} where it has no price. */
  @Nullable Picodollars worst(@Nullable Picodollars hold, PriceBook prices, Instant now) {
    return atLeast(hold, more(INPUT_WORST_PERCENT), worstOutput, prices, now);
  }

  /** The input is an estimate by its bytes, which some languages and formats exceed. */
  private long more(int percent) {
    return Math.min(usage.totalInput() * percent / 100, Usage.MAX_TOKENS);
  }

  /** No cache is reckoned with: what is held has to be enough without one. */
  private @Nullable Picodollars atLeast(
      @Nullable Picodollars least, long input, long output, PriceBook prices, Instant now) {
    if (least == null) {
      return null;
    }
    Picodollars most = prices.rate(option.id, Usage.of(input, output), now, now).total();
    return most == null || most.compareTo(least) < 0 ? least : most;
  }
}
