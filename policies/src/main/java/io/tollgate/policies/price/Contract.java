package io.tollgate.policies.price;

import io.tollgate.policies.money.Ratio;

/** What is paid of the list price. */
public sealed interface Contract {

  /** No contract: the list price. */
  Contract LIST = new Share(Ratio.ONE);

  /**
   * A share of every list price, such as 9/10 after a discount of a tenth.
   *
   * @param multiplier what list prices are multiplied by
   */
  record Share(Ratio multiplier) implements Contract {}

  /**
   * Prices of one's own in the standard service tier, and in those that are multiples of it; a
   * meter that they do not state costs its list price.
   *
   * @param table the prices; its tiers have thresholds of the list's, and without tiers they hold
   *     at every size
   */
  record Negotiated(PriceTable table) implements Contract {}
}
