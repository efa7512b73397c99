package io.tollgate.policies.capacity;

import java.math.BigDecimal;

/**
 * A price that falls by the same share every year, within a year evenly by the month: after {@code
 * 12·y + m} months it is {@code start · (1 - f)^y · (1 - f · m / 12)}. Exact, as a root would not
 * be, and equal to the compounded price at the end of every year.
 *
 * @param start the price now
 * @param sharePerYear what it falls by, 0 to 1
 */
public record FallingPrice(BigDecimal start, BigDecimal sharePerYear) {

  private static final int MONTHS = 12;

  public FallingPrice {
    Checks.notNegative("price", start);
    Checks.share("price fall", sharePerYear);
  }

  /** The price after so many months. */
  Fraction after(int months) {
    BigDecimal yearly = start.multiply(BigDecimal.ONE.subtract(sharePerYear).pow(months / MONTHS));
    BigDecimal rest =
        BigDecimal.valueOf(MONTHS)
            .subtract(sharePerYear.multiply(BigDecimal.valueOf(months % MONTHS)));
    return Fraction.of(yearly.multiply(rest)).over(MONTHS);
  }

  /** The price after so many months, in dollars with so many decimals. */
  public BigDecimal after(int months, int decimals) {
    return after(months).rounded(decimals);
  }
}
