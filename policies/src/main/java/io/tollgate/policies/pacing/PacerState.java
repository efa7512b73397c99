package io.tollgate.policies.pacing;

/**
 * All that a {@link QualityPacer} remembers: to be kept across restarts. Losses are in millionths
 * times requests. These are figures of a controller and of statistics, and owed by nobody, so they
 * may be fractions.
 *
 * @param prior the price of quality that it began with, in pico-dollars for a millionth, more than
 *     0
 * @param shadow that price now
 * @param requests requests of the last window, older ones fading out
 * @param overspent losses so far less what was allowed so far; negative is a credit, of which no
 *     more than the reserve is kept
 * @param residual judged losses less those predicted, each divided by the probability of being
 *     judged, fading out over a window
 * @param residualSquares the sum of their squares, the variance of {@code residual}
 * @param proved the part of {@code residual} that is beyond doubt and was charged
 * @param frozen whether only the reference may answer
 * @param atMs the time of all this, in milliseconds
 */
public record PacerState(
    double prior,
    double shadow,
    double requests,
    double overspent,
    double residual,
    double residualSquares,
    double proved,
    boolean frozen,
    long atMs) {

  /**
   * Dollars that a unit of quality is worth at a budget of about two points, as a multiple of what
   * one answer of the reference costs: measured on MMLU-Pro, and a start that is soon left.
   */
  private static final long PRIOR_ANSWERS = 13;

  public PacerState {
    if (!(prior > 0 && prior <= 1e18 && shadow > 0 && shadow <= 1e19)) {
      throw new IllegalArgumentException(
          "prior: " + prior + ", shadow price: " + shadow + " (expected: both more than 0)");
    }
    if (!(requests >= 0 && residualSquares >= 0)
        || !Double.isFinite(requests + overspent + residual + residualSquares + proved)) {
      throw new IllegalArgumentException(
          "requests: "
              + requests
              + ", overspent: "
              + overspent
              + ", residual: "
              + residual
              + " +- sqrt("
              + residualSquares
              + "), proved: "
              + proved
              + " (expected: finite, requests and squares >= 0)");
    }
  }

  /**
   * The state of a pacer that has seen nothing.
   *
   * @param shadowPicoPerPpm the price of quality to begin with, at least 1
   */
  public static PacerState fresh(long shadowPicoPerPpm, long nowMs) {
    return new PacerState(shadowPicoPerPpm, shadowPicoPerPpm, 0, 0, 0, 0, 0, false, nowMs);
  }

  /**
   * A price of quality to begin with, in pico-dollars for a millionth.
   *
   * @param referencePico what one answer of the reference typically costs, in pico-dollars
   */
  public static long prior(long referencePico) {
    return Math.clamp(referencePico, 0, Long.MAX_VALUE / PRIOR_ANSWERS)
            * PRIOR_ANSWERS
            / QualityBudget.PPM
        + 1;
  }
}
