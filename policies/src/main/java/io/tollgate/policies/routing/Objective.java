package io.tollgate.policies.routing;

/**
 * What a policy minimises, in money: {@code cost + latency price · total time − quality value ·
 * quality}.
 *
 * <p>Both prices are whole pico-dollars in the units of an {@link Estimate}, so that scores are
 * exact and equal inputs give equal decisions on every machine.
 *
 * @param qualityPicoPerPpm what a millionth of quality is worth; a percentage point is 10,000 of
 *     them. At least 0, at most {@link #MAX_PICO}
 * @param latencyPicoPerMs what a millisecond of expected total time costs, at least 0, at most
 *     {@link #MAX_PICO}
 */
public record Objective(long qualityPicoPerPpm, long latencyPicoPerMs) {

  /** The highest price of either: $1,000 for a second, $10,000 for a percentage point. */
  public static final long MAX_PICO = 1_000_000_000_000L;

  /** Money alone. */
  public static final Objective CHEAPEST = new Objective(0, 0);

  /** Milliseconds beyond which all times are equally bad, which keeps every score in range. */
  private static final long MAX_TOTAL_MS = 1_000_000L;

  public Objective {
    check("quality", qualityPicoPerPpm);
    check("latency", latencyPicoPerMs);
  }

  private static void check(String name, long pico) {
    if (pico < 0 || pico > MAX_PICO) {
      throw new IllegalArgumentException(
          name + ": " + pico + " pico-dollars (expected: 0 to " + MAX_PICO + ")");
    }
  }

  /**
   * The score in pico-dollars, lower is better.
   *
   * @param costPico at least 0
   * @param totalMs at least 0
   * @param qualityPpm 0 to 1,000,000
   */
  long score(long costPico, long totalMs, int qualityPpm) {
    long latency = latencyPicoPerMs * Math.min(totalMs, MAX_TOTAL_MS);
    long quality = qualityPicoPerPpm * qualityPpm;
    return Math.min(costPico, Long.MAX_VALUE / 2) + latency - quality;
  }
}
