package io.tollgate.policies.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * An exact amount of money: a signed number of pico-dollars (1e-12 USD).
 *
 * <p>A price of one micro-dollar per million tokens is one pico-dollar per token, so every
 * published token price is an integer here. The range is about ±9.2 million dollars; sums that may
 * pass it use {@link PicodollarSum}. Every operation is exact or throws {@link
 * ArithmeticException}.
 *
 * @param pico the amount in pico-dollars
 */
public record Picodollars(long pico) implements Comparable<Picodollars> {

  /** Decimal digits after the point of a dollar amount. */
  public static final int SCALE = 12;

  /** One dollar in pico-dollars. */
  public static final long PER_DOLLAR = 1_000_000_000_000L;

  /** Of the longest dollar figure: a sign, seven digits, a point and the decimals. */
  private static final int CHARS_MAX = 9 + SCALE;

  /** No money. Not to be used for an unknown price: that is {@code null}. */
  public static final Picodollars ZERO = new Picodollars(0);

  /**
   * The amount that a dollar figure in decimal notation names.
   *
   * @throws NumberFormatException if the text is not a decimal number
   * @throws ArithmeticException if it has more than {@value #SCALE} decimals or is out of range
   */
  public static Picodollars ofDollars(String dollars) {
    return ofDollars(new BigDecimal(dollars));
  }

  /**
   * The amount of a dollar figure.
   *
   * @throws ArithmeticException if it has more than {@value #SCALE} decimals or is out of range
   */
  public static Picodollars ofDollars(BigDecimal dollars) {
    return new Picodollars(dollars.movePointRight(SCALE).longValueExact());
  }

  /** The sum; throws {@link ArithmeticException} when it is out of range. */
  public Picodollars plus(Picodollars other) {
    return new Picodollars(Math.addExact(pico, other.pico));
  }

  /** The difference; throws {@link ArithmeticException} when it is out of range. */
  public Picodollars minus(Picodollars other) {
    return new Picodollars(Math.subtractExact(pico, other.pico));
  }

  /** The amount with its sign turned. */
  public Picodollars negated() {
    return new Picodollars(Math.negateExact(pico));
  }

  /**
   * The cost of a quantity at a unit price: {@code quantity · unitPricePico · multiplier}, rounded
   * half-even once, at the end.
   *
   * @param quantity units, at least 0
   * @param unitPricePico pico-dollars per unit, at least 0
   * @throws ArithmeticException when the result is out of range
   */
  public static Picodollars cost(long quantity, long unitPricePico, Ratio multiplier) {
    return new Picodollars(costPico(quantity, unitPricePico, multiplier));
  }

  /** The same {@link #cost} as a bare number of pico-dollars, for sums and comparisons. */
  public static long costPico(long quantity, long unitPricePico, Ratio multiplier) {
    if (quantity < 0 || unitPricePico < 0) {
      throw new IllegalArgumentException(
          "quantity: " + quantity + ", unit price: " + unitPricePico + " (expected: both >= 0)");
    }
    if (multiplier.isOne()) {
      return Math.multiplyExact(quantity, unitPricePico);
    }
    long whole = quantity * unitPricePico;
    long product = whole * multiplier.numerator();
    if (Math.multiplyHigh(quantity, unitPricePico) == 0
        && whole >= 0
        && Math.multiplyHigh(whole, multiplier.numerator()) == 0
        && product >= 0) {
      return divideHalfEven(product, multiplier.denominator());
    }
    return new BigDecimal(
            BigInteger.valueOf(quantity)
                .multiply(BigInteger.valueOf(unitPricePico))
                .multiply(BigInteger.valueOf(multiplier.numerator())))
        .divide(BigDecimal.valueOf(multiplier.denominator()), 0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }

  /** The quotient of two numbers, dividend at least 0 and divisor at least 1, rounded half-even. */
  private static long divideHalfEven(long dividend, long divisor) {
    long quotient = dividend / divisor;
    long remainder = dividend % divisor;
    int half = Long.compare(remainder, divisor - remainder);
    return half > 0 || (half == 0 && (quotient & 1) == 1) ? quotient + 1 : quotient;
  }

  /** The amount as a decimal dollar figure, exact and without trailing zeros. */
  public BigDecimal dollars() {
    BigDecimal exact = BigDecimal.valueOf(pico, SCALE).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  /** The dollar figure in plain notation: no exponent, no trailing zeros, e.g. {@code 0.00175}. */
  public String toPlainDollars() {
    // Written out, since each answer has such texts in its head, and a BigDecimal takes far longer;
    // from the last digit, so that every division is by ten.
    byte[] text = new byte[CHARS_MAX];
    int at = CHARS_MAX;
    long rest = Math.abs(pico % PER_DOLLAR);
    if (rest > 0) {
      int places = SCALE;
      while (rest % 10 == 0) {
        rest /= 10;
        places--;
      }
      for (; places > 0; places--) {
        text[--at] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
      text[--at] = '.';
    }
    long whole = Math.abs(pico / PER_DOLLAR);
    do {
      text[--at] = (byte) ('0' + whole % 10);
      whole /= 10;
    } while (whole > 0);
    if (pico < 0) {
      text[--at] = '-';
    }
    return new String(text, at, CHARS_MAX - at, StandardCharsets.ISO_8859_1);
  }

  @Override
  public int compareTo(Picodollars other) {
    return Long.compare(pico, other.pico);
  }

  @Override
  public String toString() {
    return "$" + toPlainDollars();
  }
}
