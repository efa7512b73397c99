package io.tollgate.gateway.csv;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a CSV file, lines ended by CR LF, of {@link CsvCells}. A cell without a value is empty.
 *
 * <p>Not safe for use by several threads.
 */
public final class InertCsv {

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
      case BigDecimal amount -> CsvCells.number(amount);
      case Number number -> number.toString();
      default -> CsvCells.text(value.toString());
    };
  }

  /** The file, with CR LF at the end of each line. */
  @Override
  public String toString() {
    return text.toString();
  }
}
