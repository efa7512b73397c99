package io.tollgate.gateway.reconcile;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A price per token as an exact quotient, so that an average of prices is one, too.
 *
 * @param dollars the dividend
 * @param tokens the divisor, above 0
 */
record UnitPrice(BigDecimal dollars, BigDecimal tokens) implements Comparable<UnitPrice> {

  private static final int SHOWN_DIGITS = 10;

  /** A price of the price book. */
  static UnitPrice of(long unitPricePico, Ratio multiplier) {
    return new UnitPrice(
        BigDecimal.valueOf(unitPricePico, Picodollars.SCALE)
            .multiply(BigDecimal.valueOf(multiplier.numerator())),
        BigDecimal.valueOf(multiplier.denominator()));
  }

  /** What so many tokens cost, rounded half-even to a pico-dollar. */
  BigDecimal times(BigDecimal quantity) {
    return dollars.multiply(quantity).divide(tokens, Picodollars.SCALE, RoundingMode.HALF_EVEN);
  }

  /** Dollars per million tokens in plain notation, to ten significant digits. */
  String perMillion() {
    BigDecimal value =
        dollars
            .movePointRight(6)
            .divide(tokens, new MathContext(SHOWN_DIGITS, RoundingMode.HALF_EVEN));
    return Amounts.plain(value);
  }

  @Override
  public int compareTo(UnitPrice other) {
    return dollars.multiply(other.tokens).compareTo(other.dollars.multiply(tokens));
  }

  /** Whether it is the same price, however it is written. */
  boolean isSame(UnitPrice other) {
    return compareTo(other) == 0;
  }
}
