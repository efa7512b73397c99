package io.tollgate.policies.capacity;

import java.math.BigDecimal;

/** How machines are held, and so what they cost while they stand still. */
public sealed interface Tenure {

  /**
   * They are rented by the hour, busy or not.
   *
   * @param dollarsPerGpuHour for each of them, at least 0
   */
  record Leased(BigDecimal dollarsPerGpuHour) implements Tenure {
    public Leased {
      Checks.notNegative("lease", dollarsPerGpuHour);
    }
  }

  /**
   * They were bought, and lose their value evenly over the years.
   *
   * @param capexDollars what all of them cost, with all that belongs to them
   * @param residualShare what is left of that at the end, 0 to 1
   * @param years how long they are used, more than 0; of 8,760 hours each
   * @param coloPerKwMonth dollars for the room, for each kilowatt and month of 730 hours
   * @param maintenanceShare of the price, for each year
   */
  record Bought(
      BigDecimal capexDollars,
      BigDecimal residualShare,
      BigDecimal years,
      BigDecimal coloPerKwMonth,
      BigDecimal maintenanceShare)
      implements Tenure {
    public Bought {
      Checks.notNegative("capex", capexDollars);
      Checks.share("residual", residualShare);
      Checks.positive("years", years);
      Checks.notNegative("colo", coloPerKwMonth);
      Checks.share("maintenance", maintenanceShare);
    }
  }
}
