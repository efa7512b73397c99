package io.tollgate.gateway.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How figures stand in tables for people. */
final class Figures {

  private static final int SHARE_DIGITS = 1;

  private Figures() {}

  /** Exact dollars, or a dash where they are not known. */
  static String dollars(@Nullable BigDecimal amount) {
    return amount == null ? "-" : LedgerReportCommand.dollars(amount);
  }

  /** Exact dollars with their sign. */
  static String change(BigDecimal amount) {
    return (amount.signum() > 0 ? "+" : "") + dollars(amount);
  }

  /** A count with separators. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A share in percent, with one decimal. */
  static String percent(@Nullable BigDecimal share) {
    return share == null
        ? "-"
        : share.movePointRight(2).setScale(SHARE_DIGITS, RoundingMode.HALF_EVEN).toPlainString()
            + " %";
  }
}
