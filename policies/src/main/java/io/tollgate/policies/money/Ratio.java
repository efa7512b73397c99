package io.tollgate.policies.money;

import java.math.BigDecimal;

/**
 * An exact, non-negative multiplier of a price, such as 11/10 for a regional uplift or 2/1 for a
 * peak hour.
 *
 * @param numerator at least 0
 * @param denominator at least 1
 */
public record Ratio(long numerator, long denominator) {

  /** The multiplier that changes nothing. */
  public static final Ratio ONE = new Ratio(1, 1);

  public Ratio {
    if (numerator < 0 || denominator < 1) {
      throw new IllegalArgumentException(
          "ratio: "
              + numerator
              + "/"
              + denominator
              + " (expected: numerator >= 0, denominator >= 1)");
    }
  }

  /**
   * The ratio that a decimal names, e.g. {@code 1.1} is 11/10.
   *
   * @throws ArithmeticException if the number is out of range
   */
  public static Ratio of(BigDecimal decimal) {
    BigDecimal plain = decimal.stripTrailingZeros();
    int scale = Math.max(0, plain.scale());
    return new Ratio(
        plain.movePointRight(scale).longValueExact(), BigDecimal.TEN.pow(scale).longValueExact());
  }

  /**
   * This multiplier and another one, exactly.
   *
   * @throws ArithmeticException if the result is out of range
   */
  public Ratio times(Ratio other) {
    if (isOne()) {
      return other;
    }
    if (other.isOne()) {
      return this;
    }
    if (Math.multiplyHigh(numerator, other.numerator) == 0
        && Math.multiplyHigh(denominator, other.denominator) == 0
        && numerator * other.numerator >= 0
        && denominator * other.denominator > 0) {
      return new Ratio(numerator * other.numerator, denominator * other.denominator);
    }
    // Each numerator with the other's denominator, for each alone may be in its lowest terms.
    Ratio a = new Ratio(numerator, other.denominator).reduced();
    Ratio b = new Ratio(other.numerator, denominator).reduced();
    return new Ratio(
        Math.multiplyExact(a.numerator, b.numerator),
        Math.multiplyExact(a.denominator, b.denominator));
  }

  /** The same multiplier in its lowest terms. */
  public Ratio reduced() {
    long a = numerator;
    long b = denominator;
    while (b != 0) {
      long rest = a % b;
      a = b;
      b = rest;
    }
    return a == 1 ? this : new Ratio(numerator / a, denominator / a);
  }

  /** Whether this multiplier changes nothing. */
  public boolean isOne() {
    return numerator == denominator;
  }

  @Override
  public String toString() {
    return denominator == 1 ? Long.toString(numerator) : numerator + "/" + denominator;
  }
}
