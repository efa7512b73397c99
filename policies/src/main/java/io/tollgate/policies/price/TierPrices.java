package io.tollgate.policies.price;

import io.tollgate.policies.money.Ratio;

/** What calls cost in a service tier other than the standard one. */
public sealed interface TierPrices {

  /**
   * A share of the standard prices, or a multiple of them. It is of what a model does; fees, such
   * as those per call, per search and per hour of a cache, are the same in every tier.
   *
   * @param multiplier what the standard prices are multiplied by
   */
  record Times(Ratio multiplier) implements TierPrices {}

  /**
   * Prices of the tier's own.
   *
   * @param table the prices, fees included
   */
  record Own(PriceTable table) implements TierPrices {}
}
