package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonthSumsTest {

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  @Test
  void a_whole_month_is_the_sum_of_its_days() {
    SharedStores.live(directory, new Lives(new SplittableRandom(3), "r"), 700);
    LocalDate first = LocalDate.parse("2026-11-01");
    LocalDate end = LocalDate.parse("2026-12-01");
    try (FinanceReport report = FinanceReport.open(directory)) {
      for (String account : report.accounts("")) {
        for (FinanceReport.By by : FinanceReport.By.values()) {
          // Nothing was spent on the day before: from there on it is summed up day by day.
          assertThat(report.spendOf(account, by, first, end))
              .as("%s by %s", account, by)
              .isNotEmpty()
              .isEqualTo(report.spendOf(account, by, first.minusDays(1), end));
        }
      }
    }
  }
}
