package io.tollgate.policies.capacity;

import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;

/**
 * What a pool costs in an hour, whether it is used or not, and what of.
 *
 * <p>{@code lease · gpus}, or {@code capex · (1 - residual) / (years · 8760) + kW · PUE · $/kWh +
 * kW · colo / 730 + capex · maintenance / 8760}. The total is rounded half-even once; so is each
 * part for itself, so that their sum may differ from it by two pico-dollars.
 *
 * @param lease rent of leased machines
 * @param capital the value that bought machines lose
 * @param energy for the power they draw
 * @param colo for the room
 * @param maintenance for repairs
 * @param total all of it
 */
public record HourlyCost(
    Picodollars lease,
    Picodollars capital,
    Picodollars energy,
    Picodollars colo,
    Picodollars maintenance,
    Picodollars total) {

  /** Hours of a year of 365 days. */
  public static final long HOURS_PER_YEAR = 8_760;

  /** Hours of a month: a twelfth of that. */
  public static final long HOURS_PER_MONTH = 730;

  /**
   * The cost of a pool.
   *
   * @throws ArithmeticException if it is over nine million dollars
   */
  public static HourlyCost of(Pool pool) {
    Power power = pool.power();
    Fraction energy =
        power == null
            ? Fraction.ZERO
            : Fraction.of(power.totalKw().multiply(power.dollarsPerKwh()));
    return switch (pool.tenure()) {
      case Tenure.Leased leased ->
          of(
              Fraction.of(leased.dollarsPerGpuHour()).times(pool.gpus()),
              Fraction.ZERO,
              energy,
              Fraction.ZERO,
              Fraction.ZERO);
      case Tenure.Bought bought ->
          of(
              Fraction.ZERO,
              Fraction.of(
                      bought
                          .capexDollars()
                          .multiply(BigDecimal.ONE.subtract(bought.residualShare())))
                  .over(bought.years())
                  .over(HOURS_PER_YEAR),
              energy,
              power == null
                  ? Fraction.ZERO
                  : Fraction.of(bought.coloPerKwMonth().multiply(power.kw())).over(HOURS_PER_MONTH),
              Fraction.of(bought.capexDollars().multiply(bought.maintenanceShare()))
                  .over(HOURS_PER_YEAR));
    };
  }

  private static HourlyCost of(
      Fraction lease, Fraction capital, Fraction energy, Fraction colo, Fraction maintenance) {
    return new HourlyCost(
        lease.dollars(),
        capital.dollars(),
        energy.dollars(),
        colo.dollars(),
        maintenance.dollars(),
        lease.plus(capital).plus(energy).plus(colo).plus(maintenance).dollars());
  }

  /** What it costs though nothing runs: all but the energy. */
  public Picodollars standing() {
    return total.minus(energy);
  }

  /** Dollars of one machine, to the cent of a cent. */
  public BigDecimal perGpu(int gpus) {
    return Fraction.of(total).over(gpus).rounded(4);
  }
}
