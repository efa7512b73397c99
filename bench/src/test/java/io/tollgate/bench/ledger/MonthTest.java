package io.tollgate.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.ledger.LedgerFill;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonthTest {

  @TempDir private Path directory;

  private static List<Entry> entries(Month month) {
    List<Entry> entries = new ArrayList<>();
    month.play(entries::add);
    return entries;
  }

  @Test
  void equal_seeds_make_equal_months_and_others_make_others() {
    assertThat(entries(new Month(200, 1))).isEqualTo(entries(new Month(200, 1)));
    assertThat(entries(new Month(200, 1))).isNotEqualTo(entries(new Month(200, 2)));
  }

  @Test
  void a_store_is_filled_with_all_of_it_and_asked_and_exported() throws Exception {
    Month month = new Month(2_000, 1);
    try (LedgerFill fill = LedgerFill.embedded(directory)) {
      month.play(fill::add);
    }
    StoreTimes times = StoreTimes.of("embedded", 1, 1, () -> FinanceReport.open(directory));
    ExportTimes export = ExportTimes.of(directory, directory);

    assertThat(times.rows()).allSatisfy(row -> assertThat(row.rows()).isPositive());
    assertThat(times.rows().getLast().rows()).as("days").isEqualTo(31);
    assertThat(export.charges()).isGreaterThan(month.requests());
    assertThat(directory.resolve("focus.csv")).isNotEmptyFile();
    try (FinanceReport report = FinanceReport.open(directory)) {
      assertThat(
              report
                  .spendOf(
                      FinanceReport.EVERYTHING,
                      FinanceReport.By.ACCOUNT,
                      StoreTimes.FROM,
                      StoreTimes.TO)
                  .getFirst()
                  .requests())
          .isEqualTo(month.requests());
    }
  }
}
