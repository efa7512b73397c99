package io.tollgate.gateway.analysis;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a CSV file as in RFC 4180, in which no text can be taken for a formula.
 *
 * <p>Text that begins with = + - @ tab CR or LF, or with apostrophes before one of these, gets an
 * apostrophe in front, which spreadsheets take as "this is text" (OWASP, CSV Injection). Numbers
 * are ours and stay what they are. A cell without a value is empty.
 */
public final class InertCsv {

  private static final String DANGEROUS = "=+-@\t\r\n";

  private final StringBuilder text = new StringBuilder();

  /** A file with a header line. */
  public InertCsv(List<String> header) {
    row(header.toArray());
  }

  /** Adds a row of texts, numbers and nothing. */
  public void row(@Nullable Object... cells) {
    for (int i = 0; i < cells.length; i++) {
      text.append(i == 0 ? "" : ",").append(cell(cells[i]));
    }
    text.append("\r\n");
  }

  private static String cell(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case BigDecimal amount -> plain(amount);
      case Number number -> number.toString();
      default -> quoted(inert(value.toString()));
    };
  }

  private static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  private static String inert(String value) {
    int at = 0;
    while (at < value.length() && value.charAt(at) == '\'') {
      at++;
    }
    return at < value.length() && DANGEROUS.indexOf(value.charAt(at)) >= 0 ? "'" + value : value;
  }

  private static String quoted(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }

  /** The file, with CR LF at the end of each line. */
  @Override
  public String toString() {
    return text.toString();
  }
}
