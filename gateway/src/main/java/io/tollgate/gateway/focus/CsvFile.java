package io.tollgate.gateway.focus;

import io.tollgate.gateway.csv.CsvCells;
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
 * needed; no text of it is run as a formula, see {@link CsvCells}. A cell without a value is empty.
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
      out.write(CsvCells.quoted(columns.get(i).name()));
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
    return value == null ? null : value.isEmpty() ? "\"\"" : CsvCells.text(value);
  }

  private static @Nullable String moment(@Nullable Instant value) {
    return value == null ? null : MOMENT.format(value);
  }

  private static @Nullable String number(@Nullable BigDecimal value) {
    return value == null ? null : CsvCells.number(value);
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
