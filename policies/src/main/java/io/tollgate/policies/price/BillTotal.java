package io.tollgate.policies.price;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;

/**
 * What a bill comes to, for those who need no lines: every candidate of a decision is rated, and
 * one of them is billed.
 *
 * <p>Not safe for use by several threads.
 */
final class BillTotal implements BillItems {

  private long pico;

  @Override
  public void add(PriceStep step, Meter meter, long quantity, Ratio multiplier) {
    pico = Math.addExact(pico, step.pico(meter, quantity, multiplier));
  }

  Picodollars amount() {
    return pico == 0 ? Picodollars.ZERO : new Picodollars(pico);
  }
}
