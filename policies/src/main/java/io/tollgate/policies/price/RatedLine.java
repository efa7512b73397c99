package io.tollgate.policies.price;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;

/**
 * One line of a bill: a quantity of one meter at one unit price, at list and as paid, each rounded
 * once.
 *
 * <p>{@code list} is always {@code Picodollars.cost(quantity, unitPricePico, listMultiplier)}, and
 * {@code amount} the same with {@code multiplier}; the ledger's verifier recomputes them.
 *
 * @param meter what was counted
 * @param quantity units of the meter, more than 0
 * @param unitPricePico the list price in trillionths of the pricing currency per unit, at least 0
 * @param listMultiplier time of day, service tier, region and the conversion to dollars; {@link
 *     Ratio#ONE} where none applies
 * @param multiplier {@code listMultiplier} and what a contract makes of it; 0 where the call is
 *     free
 * @param list what the line costs at list price
 * @param amount what the line costs
 */
public record RatedLine(
    Meter meter,
    long quantity,
    long unitPricePico,
    Ratio listMultiplier,
    Ratio multiplier,
    Picodollars list,
    Picodollars amount) {

  /** The line for a quantity at a list price that is paid in full. */
  public static RatedLine of(Meter meter, long quantity, long unitPricePico, Ratio multiplier) {
    Picodollars amount = Picodollars.cost(quantity, unitPricePico, multiplier);
    return new RatedLine(meter, quantity, unitPricePico, multiplier, multiplier, amount, amount);
  }

  /** The line for a quantity at a list price of which something else than all is paid. */
  public static RatedLine of(
      Meter meter, long quantity, long unitPricePico, Ratio listMultiplier, Ratio multiplier) {
    return listMultiplier.equals(multiplier)
        ? of(meter, quantity, unitPricePico, multiplier)
        : new RatedLine(
            meter,
            quantity,
            unitPricePico,
            listMultiplier,
            multiplier,
            Picodollars.cost(quantity, unitPricePico, listMultiplier),
            Picodollars.cost(quantity, unitPricePico, multiplier));
  }
}
