package io.tollgate.gateway.budget;

import org.jspecify.annotations.Nullable;

/**
 * What is left of a budget, and whether one more hold fits.
 *
 * <p>Holds are what requests are not likely to exceed, and now and then one does. Room is kept for
 * the two that may go furthest, as far as the others are not expected to leave it anyway: of many
 * that run most cost less than is held for them, and half of that is reckoned with. So the margin
 * is nothing while many run, and when the last few do it is all that they may cost at worst.
 *
 * @param budget the budget; {@code null} of one that is not limited
 * @param pico what is neither spent nor held, may be negative
 * @param slackPico how much less than what is held the requests that run cost in the mean
 * @param excesses how much more they may cost
 */
record Slack(@Nullable Budget budget, long pico, long slackPico, Excesses excesses) {

  static final Slack UNLIMITED = new Slack(null, Long.MAX_VALUE, 0, new Excesses());

  /** What is reckoned with of the slack: one part in this many. */
  private static final int RECKONED = 2;

  /** Whether a hold fits. */
  boolean fits(Hold hold) {
    return budget == null || lacking(hold) <= 0;
  }

  /** How much more than there is it needs, not above 0 where it fits. */
  long lacking(Hold hold) {
    long needed = Sums.plus(hold.pico(), margin(hold));
    return pico >= 0
        ? needed - pico
        : Sums.plus(needed, pico == Long.MIN_VALUE ? Long.MAX_VALUE : -pico);
  }

  private long margin(Hold hold) {
    long furthest = excesses.margin(hold.excess());
    long reckoned = Math.max(0, slackPico) / RECKONED;
    return Math.max(0, furthest - reckoned);
  }
}
