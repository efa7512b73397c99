package io.tollgate.policies.pacing;

import io.tollgate.policies.money.Picodollars;

/**
 * Money that a policy is to make last over a window. A pace and not a limit: dearer candidates lose
 * as it runs short, but no request is refused for it.
 *
 * @param amount for one window, more than 0
 * @param window what it has to last for
 */
public record SpendBudget(Picodollars amount, Window window) {
  public SpendBudget {
    if (amount.pico() < 1) {
      throw new IllegalArgumentException("amount: " + amount + " (expected: more than 0)");
    }
  }
}
