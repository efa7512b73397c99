package io.tollgate.policies.price;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;

/**
 * One line of a bill: a quantity of one meter at one unit price, rounded once.
 *
 * <p>{@code amount} is always {@code Picodollars.cost(quantity, unitPricePico, multiplier)}; the
 * ledger's verifier recomputes it.
 *
 * @param meter what was counted
 * @param quantity tokens, more than 0
 * @param unitPricePico pico-dollars per token, at least 0
 * @param multiplier peak hours, uplifts; {@link Ratio#ONE} where none applies
 * @param amount what the line costs
 */
public record RatedLine(
    Meter meter, long quantity, long unitPricePico, Ratio multiplier, Picodollars amount) {

  /** The line for a quantity at a price. */
  public static RatedLine of(Meter meter, long quantity, long unitPricePico, Ratio multiplier) {
    return new RatedLine(
        meter,
        quantity,
        unitPricePico,
        multiplier,
        Picodollars.cost(quantity, unitPricePico, multiplier));
  }
}
