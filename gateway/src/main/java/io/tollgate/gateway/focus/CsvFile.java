package io.tollgate.gateway.focus;

import io.tollgate.gateway.focus.Column.Count;
import io.tollgate.gateway.focus.Column.Decimal;
import io.tollgate.gateway.focus.Column.Flag;
import io.tollgate.gateway.focus.Column.Json;
import io.tollgate.gateway.focus.Column.Moment;
import io.tollgate.gateway.focus.Column.Text;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file as in RFC 4180: UTF-8, lines that end with CR LF, a header line, quotes where they are
 * needed. A cell without a value is empty.
 *
 * <p>Text that a spreadsheet would run as a formula gets an apostrophe in front, which spreadsheets
 * take as "this is text" (OWASP, CSV Injection). Such is text that begins with = + - @ tab CR or
 * LF, and also with apostrophes before one of these, so that taking one apostrophe away gives back
 * what was there. Numbers and dates are ours and stay what they are.
 */
final class CsvFile<R> implements TableFile<R> {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private final List<Column<R>> columns;
  private final BufferedWriter out;

  CsvFile(List<Column<R>> columns, Path file) throws IOException {
    this.columns = columns;
    this.out = Files.newBufferedWriter(file);
    for (int i = 0; i < columns.size(); i++) {
      out.write(i == 0 ? "" : ",");
      out.write(quoted(columns.get(i).name()));
    }
    out.write("\r\n");
  }

  @Override
  public void write(R row) throws IOException {
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      String cell = cell(columns.get(i), row);
      if (cell != null) {
        out.write(cell);
      }
    }
    out.write("\r\n");
  }

  private static <R> @Nullable String cell(Column<R> column, R row) {
    return switch (column) {
      case Text<R> text -> text(text.value().of(row));
      case Json<R> json -> text(json.value().of(row));
      case Decimal<R> decimal -> number(decimal.value().of(row));
      case Moment<R> moment -> moment(moment.value().of(row));
      case Count<R> count -> plain(count.value().of(row));
      case Flag<R> flag -> plain(flag.value().of(row));
    };
  }

  private static @Nullable String plain(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static @Nullable String text(@Nullable String value) {
    return value == null ? null : quoted(inert(value));
  }

  private static @Nullable String moment(@Nullable Instant value) {
    return value == null ? null : MOMENT.format(value);
  }

  /** A number without exponent and without zeros at its end. */
  static @Nullable String number(@Nullable BigDecimal value) {
    if (value == null) {
      return null;
    }
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /** Text that no spreadsheet runs. */
  static String inert(String value) {
    int first = 0;
    while (first < value.length() && value.charAt(first) == '\'') {
      first++;
    }
    return first < value.length() && "=+-@\t\r\n".indexOf(value.charAt(first)) >= 0
        ? "'" + value
        : value;
  }

  private static String quoted(String value) {
    boolean plain = true;
    for (int i = 0; i < value.length() && plain; i++) {
      char c = value.charAt(i);
      plain = c != '"' && c != ',' && c != '\r' && c != '\n';
    }
    return plain && !value.isEmpty() ? value : '"' + value.replace("\"", "\"\"") + '"';
  }

  @Override
  public void finish() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
