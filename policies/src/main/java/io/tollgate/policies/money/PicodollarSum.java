package io.tollgate.policies.money;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A running sum of amounts in 128 bits, for totals that may pass the range of one {@link
 * Picodollars}.
 *
 * <p>Not safe for use by several threads.
 */
public final class PicodollarSum {

  private long high;
  private long low;

  /** Adds an amount. */
  public void add(Picodollars amount) {
    add(amount.pico());
  }

  /** Adds a number of pico-dollars. */
  public void add(long pico) {
    long sum = low + pico;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    high += (pico >> 63) + carry;
    low = sum;
  }

  /** Adds another sum. */
  public void add(PicodollarSum other) {
    long sum = low + other.low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    high += other.high + carry;
    low = sum;
  }

  /** Whether the sum is exactly a number of pico-dollars. */
  public boolean is(long pico) {
    return low == pico && high == pico >> 63;
  }

  /** Whether the sum is exactly nothing. */
  public boolean isZero() {
    return high == 0 && low == 0;
  }

  /** The sum in pico-dollars. */
  public BigInteger pico() {
    return high == low >> 63
        ? BigInteger.valueOf(low)
        : BigInteger.valueOf(high).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low)));
  }

  /** The sum as an exact dollar figure with {@value Picodollars#SCALE} decimals. */
  public BigDecimal dollars() {
    return new BigDecimal(pico(), Picodollars.SCALE);
  }

  @Override
  public String toString() {
    return "$" + dollars().stripTrailingZeros().toPlainString();
  }
}
