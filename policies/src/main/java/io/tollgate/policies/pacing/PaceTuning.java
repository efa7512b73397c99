package io.tollgate.policies.pacing;

/**
 * How fast a {@link QualityPacer} reacts. The defaults were chosen on a part of recorded outcomes
 * by the replay of the routing evaluation, and are reported on another part.
 *
 * @param step how far the price of quality moves in one request, relative to {@code 1 / sqrt(W)},
 *     more than 0
 * @param scale a loss that is large for one request, more than 0: losses enter in units of it
 * @param range the price stays within its prior divided by, and times, this; more than 1
 * @param horizon share of a window over which what was overspent is saved again, more than 0
 * @param fewestRequests a window counts as at least so many requests, at least 1
 * @param mostRequests and as at most so many, however many there are
 * @param reserve share of a window's budget that may be overspent before only the reference may
 *     answer, more than 0
 * @param thaw share of that reserve at which others may answer again, 0 to 1
 * @param proof how many standard errors judged losses have to be off by before they count, at least
 *     0
 */
public record PaceTuning(
    double step,
    double scale,
    double range,
    double horizon,
    double fewestRequests,
    double mostRequests,
    double reserve,
    double thaw,
    double proof) {

  /** What the replay found to hold two points without freezing for noise. */
  public static final PaceTuning DEFAULT =
      new PaceTuning(2, 0.25, 10, 0.5, 500, 20_000, 0.5, 0.75, 2.5);

  public PaceTuning {
    if (!(step > 0 && scale > 0 && range > 1 && horizon > 0 && reserve > 0 && proof >= 0)) {
      throw new IllegalArgumentException(
          "step, scale, range, horizon, reserve or proof out of range: "
              + step
              + ", "
              + scale
              + ", "
              + range
              + ", "
              + horizon
              + ", "
              + reserve
              + ", "
              + proof);
    }
    if (!(fewestRequests >= 1 && mostRequests >= fewestRequests && thaw >= 0 && thaw <= 1)) {
      throw new IllegalArgumentException(
          "requests "
              + fewestRequests
              + " to "
              + mostRequests
              + ", thaw "
              + thaw
              + " (expected: 1 <= fewest <= most, thaw 0 to 1)");
    }
  }
}
