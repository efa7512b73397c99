package io.tollgate.gateway.reconcile;

import java.math.BigDecimal;

/** How amounts and quantities are written: plain notation, no exponent, no trailing zeros. */
final class Amounts {

  private Amounts() {}

  static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
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
