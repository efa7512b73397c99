package io.tollgate.policies.price;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;

/** Takes what a bill consists of, in order. */
@FunctionalInterface
interface BillItems {

  /**
   * Takes a quantity of a meter.
   *
   * @param step states its price
   * @param quantity units of the meter, more than 0
   * @param multiplier what its list price is multiplied by
   * @throws ArithmeticException where it comes to more than one amount holds
   */
  void add(PriceStep step, Meter meter, long quantity, Ratio multiplier);
}
