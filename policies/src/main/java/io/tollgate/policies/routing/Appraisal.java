package io.tollgate.policies.routing;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.CallTerms;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.UsageBound;
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
 * @param media whether some of the tokens may be of sound, pictures or film
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
    boolean media,
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

  /**
   * What it is not likely to exceed; {@code null} where it has no price. No cache is reckoned with:
   * what is held has to be enough without one.
   */
  @Nullable Picodollars hold(PriceBook prices, Instant now) {
    if (cost == null) {
      return null;
    }
    Usage likely = Usage.of(more(INPUT_LIKELY_PERCENT), holdOutput);
    Picodollars most = prices.total(option.id, likely, now, now);
    return most == null || most.compareTo(cost) < 0 ? cost : most;
  }

  /**
   * How far it may go; {@code null} where it has no price. Every token is taken to be of the
   * dearest kind: which of them a provider writes to its cache, or spends on reasoning, is not the
   * caller's to say.
   */
  @Nullable Picodollars worst(@Nullable Picodollars hold, PriceBook prices, Instant now) {
    if (hold == null) {
      return null;
    }
    UsageBound bound = new UsageBound(more(INPUT_WORST_PERCENT), worstOutput, media);
    Picodollars most = prices.most(option.id, CallTerms.STANDARD, bound, now, now);
    return most == null || most.compareTo(hold) < 0 ? hold : most;
  }

  /** The input is an estimate by its bytes, which some languages and formats exceed. */
  private long more(int percent) {
    return Math.min(usage.totalInput() * percent / 100, Usage.MAX_TOKENS);
  }
}
