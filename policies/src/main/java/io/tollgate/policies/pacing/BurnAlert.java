package io.tollgate.policies.pacing;

import java.time.Duration;
import java.util.List;

/**
 * A rule for telling people that a budget is spent too fast: at a multiple of what is allowed, over
 * a long span, and still over a short one, so that it ends soon after its cause.
 *
 * @param name for people and metrics: of a-z, 0-9 and '-'
 * @param over the long span
 * @param still the short span, at most the long one
 * @param rate multiple of the allowed spending, more than 0; 1 spends exactly the budget
 */
public record BurnAlert(String name, Duration over, Duration still, double rate) {

  /** The window that the rates of the SRE workbook are stated for. */
  private static final Duration WORKBOOK_WINDOW = Duration.ofDays(30);

  private static final Duration SHORTEST = Duration.ofSeconds(10);

  public BurnAlert {
    if (still.isNegative() || still.isZero() || still.compareTo(over) > 0) {
      throw new IllegalArgumentException(
          "alert over " + over + ", still over " + still + " (expected: 0 < still <= over)");
    }
    if (!(rate > 0) || rate > 10_000) {
      throw new IllegalArgumentException("rate: " + rate + " (expected: 0 to 10,000)");
    }
  }

  /**
   * The alerts of the SRE workbook, ch. 5, table 5-8, for a window of another length: 2 % of the
   * budget in the hour that is a 720th of 30 days, 5 % in six hours, 10 % in three days.
   *
   * @param window of the budget
   */
  public static List<BurnAlert> forWindow(Duration window) {
    return List.of(
        scaled("fast", Duration.ofHours(1), Duration.ofMinutes(5), 14.4, window),
        scaled("slow", Duration.ofHours(6), Duration.ofMinutes(30), 6, window),
        scaled("drift", Duration.ofDays(3), Duration.ofHours(6), 1, window));
  }

  private static BurnAlert scaled(
      String name, Duration over, Duration still, double rate, Duration window) {
    return new BurnAlert(name, scaled(over, window), scaled(still, window), rate);
  }

  private static Duration scaled(Duration span, Duration window) {
    double share = (double) span.toMillis() / WORKBOOK_WINDOW.toMillis();
    Duration scaled = Duration.ofMillis(Math.round(share * window.toMillis()));
    return scaled.compareTo(SHORTEST) < 0 ? SHORTEST : scaled;
  }
}
