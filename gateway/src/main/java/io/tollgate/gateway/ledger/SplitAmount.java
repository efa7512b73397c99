package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A sum of money in two 64-bit columns, exact where one would overflow: {@code dollars · 10^12 +
 * pico} pico-dollars.
 *
 * @param dollars whole dollars, rounded down
 * @param pico the rest in pico-dollars; one such amount has less than a dollar here, never less
 *     than 0, while a sum of columns may have any
 */
record SplitAmount(long dollars, long pico) {

  private static final BigInteger PER_DOLLAR = BigInteger.valueOf(Picodollars.PER_DOLLAR);

  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

  static SplitAmount of(PicodollarSum sum) {
    BigInteger all = sum.pico();
    if (all.bitLength() < Long.SIZE) {
      long pico = all.longValue();
      return new SplitAmount(
          Math.floorDiv(pico, Picodollars.PER_DOLLAR), Math.floorMod(pico, Picodollars.PER_DOLLAR));
    }
    BigInteger rest = all.mod(PER_DOLLAR);
    BigInteger whole = all.subtract(rest).divide(PER_DOLLAR);
    return new SplitAmount(whole.longValueExact(), rest.longValueExact());
  }

  /** The exact figure in dollars. */
  BigDecimal exact() {
    return new BigDecimal(sum(), Picodollars.SCALE);
  }

  /** The amount; nothing where it is less, and the largest there is where it would be more. */
  Picodollars saturated() {
    return new Picodollars(sum().max(BigInteger.ZERO).min(LARGEST).longValueExact());
  }

  private BigInteger sum() {
    return BigInteger.valueOf(dollars).multiply(PER_DOLLAR).add(BigInteger.valueOf(pico));
  }
}
