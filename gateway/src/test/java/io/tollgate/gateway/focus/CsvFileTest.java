package io.tollgate.gateway.focus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.csv.CsvCells;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {

  private static final List<String> DANGEROUS =
      List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "''@x");
  private static final List<String> HARMLESS =
      List.of("plain", "a=b", "1-1", "'quoted'", "''", " =1", "größe", "語😀", "{\"a\":\"=1\"}");

  private record Cells(String text, BigDecimal number) {}

  private static final List<Column<Cells>> COLUMNS =
      List.of(
          new Column.Text<>("Text", Cells::text), new Column.Decimal<>("Number", 6, Cells::number));

  @TempDir private Path folder;

  private Path written(List<Cells> rows) throws IOException {
    Path file = folder.resolve("cells.csv");
    try (CsvFile<Cells> csv = new CsvFile<>(COLUMNS, file)) {
      for (Cells row : rows) {
        csv.write(row);
      }
      csv.finish();
    }
    return file;
  }

  @Test
  void text_that_a_spreadsheet_would_run_begins_with_an_apostrophe() {
    for (String text : DANGEROUS) {
      assertThat(CsvCells.inert(text)).isEqualTo("'" + text);
    }
    for (String text : HARMLESS) {
      assertThat(CsvCells.inert(text)).isEqualTo(text);
    }
    assertThat(CsvCells.inert("")).isEmpty();
  }

  @Test
  void negative_numbers_stay_numbers() throws IOException {
    Path file = written(List.of(new Cells("-1", new BigDecimal("-1.50"))));
    assertThat(file).hasContent("Text,Number\r\n'-1,-1.5\r\n");
  }

  @Test
  void lines_end_with_cr_lf_and_quotes_are_where_they_are_needed() throws IOException {
    Path file =
        written(
            List.of(
                new Cells("a,b", BigDecimal.ONE),
                new Cells("say \"x\"", BigDecimal.TWO),
                new Cells("two\r\nlines", BigDecimal.TEN),
                new Cells("plain", BigDecimal.ZERO)));
    assertThat(Files.readString(file))
        .isEqualTo(
            "Text,Number\r\n"
                + "\"a,b\",1\r\n"
                + "\"say \"\"x\"\"\",2\r\n"
                + "\"two\r\nlines\",10\r\n"
                + "plain,0\r\n");
  }

  @Test
  void no_cell_of_an_export_runs_in_a_spreadsheet() throws IOException {
    CsvTable table = Exports.csv(FocusVersion.V1_4, folder, Charges.random(31, 500));
    int inert = 0;
    for (Column<FocusRow> column :
        CostAndUsage.columns(Exports.options(FocusVersion.V1_4, FileFormat.CSV, folder))) {
      boolean text = column instanceof Column.Text || column instanceof Column.Json;
      for (String cell : table.rows().stream().map(row -> row.get(column.name())).toList()) {
        if (text && cell != null) {
          assertThat("=+-@\t\r\n".indexOf(cell.charAt(0))).as(cell).isNegative();
          inert += cell.startsWith("'") ? 1 : 0;
        }
      }
    }
    assertThat(inert).as("cells that were made inert").isPositive();
  }
}
