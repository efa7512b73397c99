package io.tollgate.policies.capacity;

import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An exact quotient of decimals: costs by the hour divide by 8,760 and 730, which no decimal does,
 * and are rounded once, at the end.
 *
 * @param divisor not 0
 */
record Fraction(BigDecimal dividend, BigDecimal divisor) {

  static final Fraction ZERO = of(BigDecimal.ZERO);

  Fraction {
    if (divisor.signum() == 0) {
      throw new ArithmeticException(dividend.toPlainString() + " is divided by 0");
    }
  }

  static Fraction of(BigDecimal number) {
    return new Fraction(number, BigDecimal.ONE);
  }

  static Fraction of(Picodollars amount) {
    return of(amount.dollars());
  }

  Fraction plus(Fraction other) {
    return new Fraction(
        dividend.multiply(other.divisor).add(other.dividend.multiply(divisor)),
        divisor.multiply(other.divisor));
  }

  Fraction minus(Fraction other) {
    return plus(new Fraction(other.dividend.negate(), other.divisor));
  }

  Fraction times(BigDecimal factor) {
    return new Fraction(dividend.multiply(factor), divisor);
  }

  Fraction times(long factor) {
    return times(BigDecimal.valueOf(factor));
  }

  Fraction over(BigDecimal number) {
    return new Fraction(dividend, divisor.multiply(number));
  }

  Fraction over(Fraction other) {
    return new Fraction(dividend.multiply(other.divisor), divisor.multiply(other.dividend));
  }

  Fraction over(long number) {
    return over(BigDecimal.valueOf(number));
  }

  int signum() {
    return dividend.signum() * divisor.signum();
  }

  /** The nearest decimal with so many digits after the point; of two, the even one. */
  BigDecimal rounded(int scale) {
    return dividend.divide(divisor, scale, RoundingMode.HALF_EVEN);
  }

  /** The nearest whole number; of two, the even one. */
  BigInteger whole() {
    return rounded(0).toBigInteger();
  }

  /**
   * The nearest amount of so many dollars; of two, the even one.
   *
   * @throws ArithmeticException when it is out of range
   */
  Picodollars dollars() {
    return Picodollars.ofDollars(rounded(Picodollars.SCALE));
  }
}
