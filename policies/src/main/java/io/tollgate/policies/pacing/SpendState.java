package io.tollgate.policies.pacing;

/**
 * All that a {@link SpendPacer} remembers: to be kept across restarts.
 *
 * @param spentPico money that was spent in the window, in pico-dollars; of a rolling window what
 *     has not come back yet
 * @param windowStartMs the start of the calendar window that it was spent in; not used of a rolling
 *     one
 * @param weight what a dollar of cost counts as, at least 1
 * @param perMs requests per millisecond lately, at least 0
 * @param atMs the time of all this, in milliseconds
 */
public record SpendState(
    long spentPico, long windowStartMs, double weight, double perMs, long atMs) {
  public SpendState {
    if (!(weight >= 1 && perMs >= 0) || !Double.isFinite(weight + perMs)) {
      throw new IllegalArgumentException(
          "weight: " + weight + ", rate: " + perMs + " (expected: >= 1 and >= 0, finite)");
    }
  }

  /** The state of a pacer that has seen nothing. */
  public static SpendState fresh(long nowMs) {
    return new SpendState(0, nowMs, 1, 0, nowMs);
  }
}
