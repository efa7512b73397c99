package io.tollgate.gateway.budget;

import org.jspecify.annotations.Nullable;

/**
 * What was left of a budget at a moment.
 *
 * @param budget the budget, of a slack that is limited
 * @param pico what is neither spent nor held, may be negative
 */
record Slack(@Nullable Budget budget, long pico, Excesses excesses) {

  static final Slack UNLIMITED = new Slack(null, Long.MAX_VALUE, new Excesses());

  /** Whether a hold fits. */
  boolean fits(Hold hold) {
    return budget == null || pico >= Sums.plus(hold.pico(), excesses.margin(hold.excess()));
  }
}
