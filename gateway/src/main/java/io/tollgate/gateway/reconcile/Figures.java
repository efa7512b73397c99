package io.tollgate.gateway.reconcile;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the figures of one line of an invoice, and knows the line when it cannot. */
record Figures(String source, int lineNumber) {

  /** More digits or a larger exponent is no amount but a mistake, or an attack on memory. */
  private static final int MOST_DIGITS = 60;

  /** A decimal exactly as it is written. */
  BigDecimal decimal(String what, String text) throws InvoiceException {
    try {
      return bounded(what, new BigDecimal(text.strip()));
    } catch (NumberFormatException malformed) {
      throw bad(what + " is no decimal number: " + shortened(text));
    }
  }

  /** A decimal that is not absurdly long. */
  BigDecimal bounded(String what, BigDecimal value) throws InvoiceException {
    if (value.precision() > MOST_DIGITS || Math.abs((long) value.scale()) > MOST_DIGITS) {
      throw bad(what + " has more than " + MOST_DIGITS + " digits");
    }
    return value;
  }

  /** The UTC day of seconds since 1970. */
  LocalDate day(long epochSecond) throws InvoiceException {
    try {
      return LocalDate.ofInstant(Instant.ofEpochSecond(epochSecond), ZoneOffset.UTC);
    } catch (DateTimeException outOfRange) {
      throw bad("no such time: " + epochSecond);
    }
  }

  /** A day, or the first day of a month, or the UTC day of an instant with an offset. */
  LocalDate day(String text) throws InvoiceException {
    String stripped = text.strip();
    try {
      return switch (stripped.length()) {
        case 7 -> YearMonth.parse(stripped).atDay(1);
        case 10 -> LocalDate.parse(stripped);
        default ->
            OffsetDateTime.parse(withOffset(stripped))
                .withOffsetSameInstant(ZoneOffset.UTC)
                .toLocalDate();
      };
    } catch (DateTimeException malformed) {
      throw bad(
          "no day: "
              + shortened(text)
              + " (expected: 2026-11-30, 2026-11 or 2026-11-30T00:00:00Z)");
    }
  }

  /** The last day of what {@link #day(String)} reads: of a month, its end. */
  LocalDate lastDay(String text) throws InvoiceException {
    LocalDate first = day(text);
    return text.strip().length() == 7 ? YearMonth.from(first).atEndOfMonth() : first;
  }

  /** Exports of databases write a space for the T and leave out the Z. */
  private static String withOffset(String text) {
    String joined = text.replace(' ', 'T');
    int time = joined.indexOf('T');
    boolean hasOffset =
        joined.endsWith("Z")
            || (time > 0 && joined.substring(time).matches(".*[+-]\\d\\d:?\\d\\d"));
    return hasOffset ? joined : joined + "Z";
  }

  /** A currency code in upper case. */
  static String currency(@Nullable String text) {
    return text == null || text.isBlank() ? "USD" : text.strip().toUpperCase(Locale.ROOT);
  }

  InvoiceException bad(String message) {
    return new InvoiceException(source, lineNumber, message);
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? "'" + text + "'" : "'" + text.substring(0, 40) + "...'";
  }
}
