package io.tollgate.gateway.focus;

import io.tollgate.gateway.focus.Column.Count;
import io.tollgate.gateway.focus.Column.Decimal;
import io.tollgate.gateway.focus.Column.Flag;
import io.tollgate.gateway.focus.Column.Json;
import io.tollgate.gateway.focus.Column.Moment;
import io.tollgate.gateway.focus.Column.Text;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file, written by DuckDB: decimals as DECIMAL(38, n), moments as timestamps in UTC, JSON
 * as text.
 *
 * <p>Rows go into a table in a file of the temporary directory, which DuckDB's appender does for
 * every 2,048 of them, and from there into the Parquet file at the end. What is outside of the heap
 * is limited, see {@link ParquetLibrary}.
 */
final class ParquetFile<R> implements TableFile<R> {

  private final List<Column<R>> columns;
  private final Path file;
  private final Path folder;
  private final DuckDBConnection connection;
  private @Nullable DuckDBAppender appender;

  ParquetFile(List<Column<R>> columns, Path file, Path temporary) throws IOException {
    this.columns = columns;
    this.file = file;
    this.folder = Files.createTempDirectory(temporary, "tollgate-parquet-");
    try {
      this.connection = ParquetLibrary.open(folder);
    } catch (IOException e) {
      Files.deleteIfExists(folder);
      throw e;
    }
    try {
      run("CREATE TABLE rows (" + definitions(columns) + ")");
      this.appender = connection.createAppender("rows");
    } catch (SQLException e) {
      close();
      throw new IOException("cannot begin " + file, e);
    }
  }

  private static <R> String definitions(List<Column<R>> columns) {
    return columns.stream()
        .map(column -> '"' + column.name() + "\" " + type(column))
        .collect(Collectors.joining(", "));
  }

  private static <R> String type(Column<R> column) {
    return switch (column) {
      case Text<R> _ -> "VARCHAR";
      case Json<R> _ -> "VARCHAR";
      case Decimal<R> decimal -> "DECIMAL(%d, %d)".formatted(Column.PRECISION, decimal.scale());
      case Moment<R> _ -> "TIMESTAMP WITH TIME ZONE";
      case Count<R> _ -> "BIGINT";
      case Flag<R> _ -> "BOOLEAN";
    };
  }

  @Override
  public void write(R row) throws IOException {
    try {
      DuckDBAppender out = open();
      out.beginRow();
      for (Column<R> column : columns) {
        append(out, column, row);
      }
      out.endRow();
    } catch (SQLException e) {
      throw new IOException("cannot write a row of " + file, e);
    }
  }

  private static <R> void append(DuckDBAppender out, Column<R> column, R row) throws SQLException {
    switch (column) {
      case Text<R> text -> out.append(text.value().of(row));
      case Json<R> json -> out.append(json.value().of(row));
      case Decimal<R> decimal -> append(out, decimal.value().of(row), decimal.scale());
      case Moment<R> moment -> append(out, moment.value().of(row));
      case Count<R> count -> out.append(count.value().of(row));
      case Flag<R> flag -> out.append(flag.value().of(row));
    }
  }

  private static void append(DuckDBAppender out, @Nullable BigDecimal value, int scale)
      throws SQLException {
    // Never rounds: a scale that does not hold the digits is an error of the column.
    out.append(value == null ? null : value.setScale(scale));
  }

  private static void append(DuckDBAppender out, @Nullable Instant value) throws SQLException {
    out.append(value == null ? null : value.atOffset(ZoneOffset.UTC));
  }

  @Override
  public void finish() throws IOException {
    try {
      open().close();
      appender = null;
      run(
          "COPY rows TO '"
              + file.toAbsolutePath().toString().replace("'", "''")
              + "' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)");
    } catch (SQLException e) {
      throw new IOException("cannot write " + file, e);
    }
  }

  private DuckDBAppender open() {
    if (appender == null) {
      throw new IllegalStateException("the file is finished");
    }
    return appender;
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (appender != null) {
        appender.close();
        appender = null;
      }
      connection.close();
    } catch (SQLException e) {
      throw new IOException("cannot close the table of " + file, e);
    } finally {
      Files.deleteIfExists(folder.resolve(ParquetLibrary.DATABASE));
      Files.deleteIfExists(folder.resolve(ParquetLibrary.DATABASE + ".wal"));
      // DuckDB takes its other files away.
      Files.deleteIfExists(folder);
    }
  }
}
