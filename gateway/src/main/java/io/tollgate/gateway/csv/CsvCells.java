package io.tollgate.gateway.csv;

import java.math.BigDecimal;

/**
 * Cells of a CSV file as in RFC 4180.
 *
 * <p>Text that a spreadsheet would run as a formula gets an apostrophe in front, which spreadsheets
 * take as "this is text" (OWASP, CSV Injection). Such is text that begins with = + - @ tab CR or
 * LF, and also with apostrophes before one of these, so that taking one apostrophe away gives back
 * what was there. Numbers and dates are ours and stay what they are.
 */
public final class CsvCells {

  private static final String DANGEROUS = "=+-@\t\r\n";

  private CsvCells() {}

  /** The cell of a text of anybody: inert, and in quotes where they are needed. */
  public static String text(String value) {
    return quoted(inert(value));
  }

  /** A number without exponent and without zeros at its end. */
  public static String number(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /** Text that no spreadsheet runs, not yet in quotes. */
  public static String inert(String value) {
    int first = 0;
    while (first < value.length() && value.charAt(first) == '\'') {
      first++;
    }
    return first < value.length() && DANGEROUS.indexOf(value.charAt(first)) >= 0
        ? "'" + value
        : value;
  }

  /** A text of ours, in quotes where they are needed. */
  public static String quoted(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == ',' || c == '\r' || c == '\n') {
        return '"' + value.replace("\"", "\"\"") + '"';
      }
    }
    return value;
  }
}
