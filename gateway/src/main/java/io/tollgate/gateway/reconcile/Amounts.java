package io.tollgate.gateway.reconcile;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;

/** How amounts and quantities are written: plain notation, no exponent, no trailing zeros. */
final class Amounts {

  private Amounts() {}

  static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  /** A number that is not negative with a comma between thousands, for sentences. */
  static String grouped(BigDecimal number) {
    String plain = plain(number);
    int point = plain.indexOf('.');
    BigInteger whole = number.toBigInteger();
    return String.format(Locale.ROOT, "%,d", whole) + (point < 0 ? "" : plain.substring(point));
  }

  /** With the sign before the dollar. */
  static String dollars(BigDecimal amount) {
    return (amount.signum() < 0 ? "-$" : "$") + plain(amount.abs());
  }

  /** The number of decimals that it needs, at least 0. */
  static int decimals(BigDecimal amount) {
    return amount.signum() == 0 ? 0 : Math.max(0, amount.stripTrailingZeros().scale());
  }
}
