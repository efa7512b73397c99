package io.tollgate.bench.ledger;

import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.ledger.FinanceReport.By;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * How long a store takes for what finance asks of a month.
 *
 * @param store its name
 * @param fillSeconds how long it took to be filled
 * @param fillBytes what it takes on the disk, 0 where that is not known
 */
record StoreTimes(String store, double fillSeconds, long fillBytes, List<Row> rows) {

  /** A report that takes longer is not read from sums any more. */
  static final double BAR_MS = 200;

  static final LocalDate FROM = LocalDate.parse("2026-10-01");
  static final LocalDate TO = LocalDate.parse("2026-11-01");

  private static final int RUNS = 5;

  /**
   * One report.
   *
   * @param rows how many rows it has
   * @param medianMs of five, each on a connection of its own
   * @param slowestMs of the five, of which the first found nothing in memory
   */
  record Row(String report, int rows, double medianMs, double slowestMs) {}

  private record Question(String name, ToIntFunction<FinanceReport> ask) {}

  private static final List<Question> QUESTIONS =
      List.of(
          new Question(
              "cost centre x model",
              it -> it.spend(FinanceReport.COST_CENTRES, By.DEPLOYMENT, FROM, TO).size()),
          new Question(
              "compute tax", it -> it.tax(FinanceReport.EVERYTHING, By.ACCOUNT, FROM, TO).size()),
          new Question(
              "compute tax by model",
              it -> it.tax(FinanceReport.EVERYTHING, By.DEPLOYMENT, FROM, TO).size()),
          new Question(
              "by day", it -> it.spendOf(FinanceReport.EVERYTHING, By.DAY, FROM, TO).size()));

  /** Asks a store that has been filled. */
  static StoreTimes of(
      String store, double fillSeconds, long fillBytes, Supplier<FinanceReport> opening) {
    List<Row> rows = new ArrayList<>();
    for (Question question : QUESTIONS) {
      double[] ms = new double[RUNS];
      int count = 0;
      for (int run = 0; run < RUNS; run++) {
        long begin = System.nanoTime();
        try (FinanceReport report = opening.get()) {
          count = question.ask().applyAsInt(report);
        }
        ms[run] = (System.nanoTime() - begin) / 1e6;
      }
      Arrays.sort(ms);
      rows.add(new Row(question.name(), count, ms[RUNS / 2], ms[RUNS - 1]));
    }
    return new StoreTimes(store, fillSeconds, fillBytes, rows);
  }

  boolean isWithinBar() {
    return rows.stream().allMatch(row -> row.medianMs() < BAR_MS);
  }
}
