package io.tollgate.gateway.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.analysis.StatementLine.Section;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.ledger.Purpose;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerAnalysisTest {

  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
  private static final List<List<String>> PAYERS =
      List.of(
          List.of("everything", "team:search", "tag:feature=chat"),
          List.of("everything", "team:search", "tag:feature=rank", "tag:cost-centre=4711"),
          List.of("everything", "organization:acme"),
          List.of());
  private static final List<String> DEPLOYMENTS =
      List.of("openai/large", "groq/small", "groq/other", "local/own");

  @TempDir private Path folder;

  private static LocalDate day(SplittableRandom random) {
    return OCTOBER.atDay(1).plusDays(random.nextInt(61));
  }

  /** Two months of calls with and without prices, measurements, corrections, idle hours. */
  private static SmallBooks books(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SmallBooks books = new SmallBooks();
    for (int i = 0; i < 150; i++) {
      LocalDate day = day(random);
      List<String> payer = PAYERS.get(random.nextInt(PAYERS.size()));
      String deployment = DEPLOYMENTS.get(random.nextInt(DEPLOYMENTS.size()));
      long tokens = random.nextLong(1, 1_000_000);
      switch (random.nextInt(10)) {
        case 0 ->
            books.correct(
                day,
                day.minusDays(random.nextInt(60)),
                payer,
                deployment,
                random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L));
        case 1 -> books.call(day, payer, deployment, tokens, -1);
        case 2 -> books.call(day, payer, deployment, tokens, 977, Purpose.MEASUREMENT);
        case 3 -> {
          String request = books.call(day, payer, deployment, tokens, 1_234_567);
          books.outcome(
              day,
              request,
              payer,
              random.nextBoolean(),
              random.nextLong(-5_000_000_000L, 5L << 40));
        }
        default -> books.call(day, payer, deployment, tokens, random.nextLong(9_999_999));
      }
    }
    for (int i = 1; i <= 20; i++) {
      books.idle(OCTOBER.atDay(25).plusDays(i), "gpu", random.nextLong(9_000_000_000_000L));
    }
    return books;
  }

  private static BigDecimal spent(FinanceReport report, YearMonth month) {
    return Quotient.orZero(
        report
            .spendOf(
                FinanceReport.EVERYTHING,
                FinanceReport.By.ACCOUNT,
                month.atDay(1),
                month.plusMonths(1).atDay(1))
            .getFirst()
            .amountUsd());
  }

  @Test
  void statements_of_all_cost_centres_add_up_to_the_ledger_for_any_history() {
    for (long seed = 1; seed <= 5; seed++) {
      Path ledger = folder.resolve("s" + seed);
      books(seed).write(ledger);
      try (FinanceReport report = FinanceReport.open(ledger)) {
        for (YearMonth month : List.of(OCTOBER, NOVEMBER)) {
          Statements statements = Statements.of(report, month, (done, total) -> {});
          BigDecimal sum = BigDecimal.ZERO;
          for (String name : statements.costCentres()) {
            Statement statement = statements.of(name);
            sum = sum.add(statement.totalUsd());
            assertThat(statement.in(Section.EARLIER))
                .allSatisfy(line -> assertThat(line.chargedFor()).isBefore(month));
            assertThat(statement.in(Section.CORRECTION))
                .allSatisfy(line -> assertThat(line.chargedFor()).isEqualTo(month));
          }
          assertThat(sum)
              .as("seed %d, %s", seed, month)
              .isEqualByComparingTo(spent(report, month))
              .isEqualByComparingTo(statements.ledgerTotalUsd());
          assertThat(statements.costCentres())
              .contains("4711", "team:search", "organization:acme", "k1", "idle/gpu");
        }
      }
    }
  }

  @Test
  void a_statement_has_shared_costs_and_corrections_of_earlier_months_apart() {
    List<String> payer = List.of("tag:cost-centre=4711");
    SmallBooks books = new SmallBooks();
    books.call(NOVEMBER.atDay(2), payer, "openai/large", 1_000, 5_000_000);
    books.call(NOVEMBER.atDay(2), payer, "openai/large", 10, 1_000_000, Purpose.MEASUREMENT);
    books.call(NOVEMBER.atDay(3), payer, "new/model", 700, -1);
    books.correct(NOVEMBER.atDay(5), NOVEMBER.atDay(2), payer, "openai/large", 3_000_000_000L);
    books.correct(NOVEMBER.atDay(5), OCTOBER.atDay(9), payer, "openai/large", -1_000_000_000L);
    books.write(folder);
    try (FinanceReport report = FinanceReport.open(folder)) {
      Statement statement = Statements.of(report, NOVEMBER, (done, total) -> {}).of("4711");
      assertThat(statement.sum(Section.USAGE)).isEqualByComparingTo("0.005");
      assertThat(statement.sum(Section.MEASUREMENT)).isEqualByComparingTo("0.00001");
      assertThat(statement.sum(Section.CORRECTION)).isEqualByComparingTo("0.003");
      assertThat(statement.sum(Section.EARLIER)).isEqualByComparingTo("-0.001");
      assertThat(statement.totalUsd()).isEqualByComparingTo("0.00701");
      assertThat(statement.unpricedAttempts()).isEqualTo(1);
      assertThat(statement.unpricedTokens()).isEqualTo(700);
    }
  }

  @Test
  void variances_of_any_history_add_up_whatever_is_told_apart() {
    for (long seed = 11; seed <= 13; seed++) {
      Path ledger = folder.resolve("v" + seed);
      books(seed).write(ledger);
      try (FinanceReport report = FinanceReport.open(ledger)) {
        BigDecimal difference = spent(report, NOVEMBER).subtract(spent(report, OCTOBER));
        LedgerAnalysis analysis = new LedgerAnalysis(report);
        for (FinanceReport.By by :
            List.of(
                FinanceReport.By.DEPLOYMENT, FinanceReport.By.PROVIDER, FinanceReport.By.POLICY)) {
          assertThat(analysis.variance("", by, OCTOBER, NOVEMBER).total().differenceUsd())
              .as("seed %d by %s", seed, by)
              .isEqualByComparingTo(difference);
        }
        VarianceRow centres =
            analysis.varianceByCostCentre(OCTOBER, NOVEMBER, (done, total) -> {}).total();
        assertThat(centres.differenceUsd()).isEqualByComparingTo(difference);
        assertThat(centres.in(Effect.IDLE).signum()).isNotZero();
      }
    }
  }

  @Test
  void units_have_exact_quotients_and_nothing_where_nothing_is_known() {
    List<String> chat = List.of("tag:feature=chat");
    SmallBooks books = new SmallBooks();
    String first = books.call(NOVEMBER.atDay(2), chat, "a/b", 1, 1_000_000_000_000L);
    books.call(NOVEMBER.atDay(2), chat, "a/b", 1, 0);
    String third = books.call(NOVEMBER.atDay(2), chat, "a/b", 1, 0);
    books.call(NOVEMBER.atDay(2), List.of("tag:feature=new"), "c/d", 50, -1);
    books.outcome(NOVEMBER.atDay(3), first, chat, true, 2_500_000_000_000L);
    books.outcome(NOVEMBER.atDay(3), third, chat, false, null);
    books.write(folder);
    try (FinanceReport report = FinanceReport.open(folder)) {
      LedgerAnalysis analysis = new LedgerAnalysis(report);
      List<UnitRow> rows =
          analysis.units(
              "tag:feature=", OCTOBER.atDay(1), OCTOBER.plusMonths(9).atDay(1), (a, b) -> {});
      assertThat(rows).extracting(UnitRow::account).containsExactly("chat", "new");
      UnitRow row = rows.getFirst();
      assertThat(row.costPerRequestUsd()).isEqualByComparingTo("0.333333333333");
      assertThat(row.costPerOutcomeUsd()).isEqualByComparingTo("0.5");
      assertThat(row.costPerSuccessUsd()).isEqualByComparingTo("1");
      assertThat(row.marginUsd()).isEqualByComparingTo("1.5");
      assertThat(row.outcomeShare()).isEqualByComparingTo("0.666666666667");
      assertThat(row.valued()).isEqualTo(1);
      UnitRow unpriced = rows.getLast();
      assertThat(unpriced.costUsd()).isNull();
      assertThat(unpriced.costPerRequestUsd()).isNull();
      assertThat(unpriced.valueUsd()).isNull();
      assertThat(unpriced.marginUsd()).isNull();
      assertThat(unpriced.unpricedTokens()).isEqualTo(50);
    }
  }
}
