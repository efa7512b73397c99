package io.tollgate.gateway.quality;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Estimate;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a call of a measurement is expected to cost, and the most it can. */
final class MeasurementCost {

  /** What templates and tool definitions are framed by, in tokens, beyond all that is usual. */
  private static final long FRAME_TOKENS = 1_024;

  private MeasurementCost() {}

  /**
   * A deployment with what is expected of it; {@code null} where it has no price, because what
   * cannot be priced cannot be capped.
   *
   * @param inTokens expected input tokens
   * @param textBytes bytes of all texts that are sent: no tokeniser makes more tokens than bytes
   * @param outTokens expected output tokens
   * @param outTokensMax the most that is asked for
   */
  static @Nullable Candidate candidate(
      Deployment deployment,
      PriceBook prices,
      Instant now,
      long inTokens,
      long textBytes,
      long outTokens,
      long outTokensMax) {
    Usage usual = Usage.of(capped(inTokens), capped(Math.min(outTokens, outTokensMax)));
    Usage most = Usage.of(capped(textBytes + FRAME_TOKENS), capped(outTokensMax));
    Picodollars cost = prices.rate(deployment.id(), usual, now, now).total();
    Picodollars hold = prices.rate(deployment.id(), most, now, now).total();
    if (cost == null || hold == null) {
      return null;
    }
    return new Candidate(
        deployment,
        new Estimate(
            usual,
            cost,
            hold.compareTo(cost) < 0 ? cost : hold,
            hold.compareTo(cost) < 0 ? cost : hold,
            0,
            0,
            deployment.model().qualityPpm()),
        cost.pico());
  }

  private static long capped(long tokens) {
    return Math.clamp(tokens, 0, Usage.MAX_TOKENS);
  }
}
