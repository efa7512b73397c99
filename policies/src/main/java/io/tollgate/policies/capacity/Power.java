package io.tollgate.policies.capacity;

import java.math.BigDecimal;

/**
 * The electric power of a pool.
 *
 * @param kw kilowatts of all its machines together, more than 0
 * @param pue power usage effectiveness: what the building draws for each kilowatt, at least 1
 * @param dollarsPerKwh for the energy, at least 0; 0 where the lease has it in it
 */
public record Power(BigDecimal kw, BigDecimal pue, BigDecimal dollarsPerKwh) {

  public Power {
    Checks.positive("kw", kw);
    Checks.atLeastOne("pue", pue);
    Checks.notNegative("dollars_per_kwh", dollarsPerKwh);
  }

  /** Kilowatts with what the building adds to them. */
  public BigDecimal totalKw() {
    return kw.multiply(pue);
  }
}
