package io.tollgate.gateway.focus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files as DuckDB reads them, which many tools of finance do it with. */
class ParquetFileTest {

  private static final int CHARGES = 1_000;

  @TempDir private Path folder;

  private ExportSummary export(FocusVersion version, FileFormat format, Path target)
      throws IOException {
    return FocusExport.export(
        Charges.random(41, CHARGES), Exports.options(version, format, folder), target);
  }

  private static List<List<@Nullable Object>> rows(String sql) throws SQLException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      while (results.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
          row.add(results.getObject(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** The sum of a column. */
  static BigDecimal sum(Path parquet, String column) throws SQLException {
    Object sum = rows("SELECT sum(%s) FROM '%s'".formatted(column, parquet)).getFirst().getFirst();
    return (BigDecimal) Objects.requireNonNull(sum);
  }

  /** A CSV file with the types of the Parquet file, and text as it was before it was made inert. */
  private static String csv(List<Column<FocusRow>> columns, Path file) {
    String types =
        columns.stream()
            .map(column ->
                "'%s': '%s'"
                    .formatted(
                        column.name(),
                        switch (column) {
                          case Column.Text<FocusRow> _, Column.Json<FocusRow> _ -> "VARCHAR";
                          case Column.Decimal<FocusRow> decimal ->
                              "DECIMAL(38, " + decimal.scale() + ")";
                          case Column.Moment<FocusRow> _ -> "TIMESTAMP WITH TIME ZONE";
                          case Column.Count<FocusRow> _ -> "BIGINT";
                          case Column.Flag<FocusRow> _ -> "BOOLEAN";
                        }))
            .collect(Collectors.joining(", "));
    String selection =
        columns.stream()
            .map(column ->
                column instanceof Column.Text
                    ? "CASE WHEN regexp_matches(\"%1$s\", '^''+[=+\\-@\\t\\r\\n]') THEN \"%1$s\"[2:] ELSE \"%1$s\" END"
                        .formatted(column.name())
                    : '"' + column.name() + '"')
            .collect(Collectors.joining(", "));
    return "SELECT %s FROM read_csv('%s', header = true, delim = ',', quote = '\"', escape = '\"', columns = {%s})"
        .formatted(selection, file, types);
  }

  @ParameterizedTest
  @EnumSource(FocusVersion.class)
  void parquet_and_csv_have_the_same_values(FocusVersion version) throws IOException, SQLException {
    Path parquet = folder.resolve("it's spend.parquet");
    Path csv = folder.resolve("spend.csv");
    ExportSummary written = export(version, FileFormat.PARQUET, parquet);
    assertThat(export(version, FileFormat.CSV, csv).totals()).isEqualTo(written.totals());
    List<List<@Nullable Object>> fromParquet =
        rows("SELECT * FROM '" + parquet.toString().replace("'", "''") + "'");
    List<Column<FocusRow>> columns =
        CostAndUsage.columns(Exports.options(version, FileFormat.CSV, folder));
    assertThat(fromParquet).hasSize((int) written.rows());
    assertThat(rows(csv(columns, csv))).isEqualTo(fromParquet);
  }

  @Test
  void sums_over_parquet_are_the_totals_to_the_last_digit() throws IOException, SQLException {
    Path parquet = folder.resolve("spend.parquet");
    Map<String, BigDecimal> totals =
        export(FocusVersion.V1_4, FileFormat.PARQUET, parquet).totals();
    for (Map.Entry<String, BigDecimal> total : totals.entrySet()) {
      assertThat(sum(parquet, total.getKey()))
          .as(total.getKey())
          .isEqualByComparingTo(total.getValue());
    }
  }

  @Test
  void decimals_are_decimals_and_moments_are_timestamps() throws IOException, SQLException {
    Path parquet = folder.resolve("spend.parquet");
    export(FocusVersion.V1_2, FileFormat.PARQUET, parquet);
    Map<String, String> types = new TreeMap<>();
    rows("DESCRIBE SELECT * FROM '" + parquet + "'")
        .forEach(row -> types.put(String.valueOf(row.get(0)), String.valueOf(row.get(1))));
    assertThat(types)
        .containsEntry("BilledCost", "DECIMAL(38,18)")
        .containsEntry("ListUnitPrice", "DECIMAL(38,12)")
        .containsEntry("PricingQuantity", "DECIMAL(38,6)")
        .containsEntry("ChargePeriodStart", "TIMESTAMP WITH TIME ZONE")
        .containsEntry("x_Unpriced", "BOOLEAN")
        .containsEntry("x_LedgerFirstSeq", "BIGINT")
        .doesNotContainValue("DOUBLE");
  }

  @Test
  void nothing_is_left_in_the_temporary_folders() throws IOException {
    Path target = folder.resolve("spend.parquet");
    export(FocusVersion.V1_2, FileFormat.PARQUET, target);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(target, Manifest.of(target));
    }
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      assertThat(maps.filter(line -> line.contains("libduckdb_java")))
          .as("the library is loaded and its file is gone")
          .isNotEmpty()
          .allMatch(line -> line.endsWith("(deleted)"));
    }
  }
}
