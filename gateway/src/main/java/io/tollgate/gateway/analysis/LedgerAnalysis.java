package io.tollgate.gateway.analysis;

import io.tollgate.gateway.ledger.AccountSpendRow;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.ledger.Progress;
import io.tollgate.gateway.ledger.TaxRow;
import io.tollgate.policies.tax.TaxBucket;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads from the ledger's rollups what analyses are made of, and makes them.
 *
 * <p>Not safe for use by several threads.
 */
public final class LedgerAnalysis {

  private static final LocalDate BEGINNING = LocalDate.EPOCH;

  private final FinanceReport report;

  /** Analyses of one state of the books. */
  public LedgerAnalysis(FinanceReport report) {
    this.report = report;
  }

  /**
   * Unit economics of every account whose name begins with a text and that has spent something or
   * whose answers were reported on, by name.
   *
   * @param prefix empty for all there is, as one row
   */
  public List<UnitRow> units(String prefix, LocalDate from, LocalDate to, Progress progress) {
    List<UnitRow> rows = new ArrayList<>();
    List<String> names = names(prefix);
    for (int i = 0; i < names.size(); i++) {
      progress.at(i, names.size());
      String account = prefix + names.get(i);
      UnitRow row =
          UnitRow.of(
              prefix.isEmpty() ? "everything" : names.get(i),
              report.spendOf(account, FinanceReport.By.ACCOUNT, from, to).stream()
                  .findFirst()
                  .orElse(null),
              report.outcomes(account, from, to));
      if (row.requests() > 0
          || row.outcomes() > 0
          || row.unpricedAttempts() > 0
          || Quotient.orZero(row.costUsd()).signum() != 0) {
        rows.add(row);
      }
    }
    progress.at(names.size(), names.size());
    return rows;
  }

  private List<String> names(String prefix) {
    return prefix.isEmpty() ? List.of(FinanceReport.EVERYTHING) : report.accounts(prefix);
  }

  /**
   * Why a month cost something else than another.
   *
   * @param account whose spend; {@link FinanceReport#EVERYTHING} for all
   * @param by what is told apart
   */
  public PriceVolumeMix variance(
      String account, FinanceReport.By by, YearMonth before, YearMonth after) {
    return PriceVolumeMix.between(
        figures(account, by, before.atDay(1), before.plusMonths(1).atDay(1)),
        figures(account, by, after.atDay(1), after.plusMonths(1).atDay(1)));
  }

  /** The same of all there is, with cost centres told apart. */
  public PriceVolumeMix varianceByCostCentre(YearMonth before, YearMonth after, Progress progress) {
    Map<String, PeriodFigures> first = new HashMap<>();
    Map<String, PeriodFigures> second = new HashMap<>();
    List<String> names = report.accounts(FinanceReport.COST_CENTRES);
    for (int i = 0; i < names.size(); i++) {
      progress.at(i, names.size());
      String name = names.get(i);
      String account = FinanceReport.COST_CENTRES + name;
      put(first, name, figures(account, before));
      put(second, name, figures(account, after));
    }
    progress.at(names.size(), names.size());
    return PriceVolumeMix.between(first, second);
  }

  private static void put(
      Map<String, PeriodFigures> periods, String name, Map<String, PeriodFigures> found) {
    found.values().forEach(figures -> periods.put(name, figures));
  }

  private Map<String, PeriodFigures> figures(String account, YearMonth month) {
    return figures(account, FinanceReport.By.ACCOUNT, month.atDay(1), month.plusMonths(1).atDay(1));
  }

  private Map<String, PeriodFigures> figures(
      String account, FinanceReport.By by, LocalDate from, LocalDate to) {
    Map<String, TaxRow> tax =
        report.tax(account, by, from, to).stream()
            .collect(Collectors.toMap(TaxRow::name, Function.identity()));
    Map<String, PeriodFigures> figures = new HashMap<>();
    for (AccountSpendRow row : report.spendOf(account, by, from, to)) {
      figures.put(row.name(), PeriodFigures.of(row, tax.get(row.name())));
    }
    return figures;
  }

  /**
   * Where a month of an account will end.
   *
   * @param asOf the first day that is not over yet
   */
  public MonthForecast forecast(String account, YearMonth month, LocalDate asOf) {
    LocalDate end = month.plusMonths(1).atDay(1);
    return MonthForecast.of(
        account.isEmpty() ? "everything" : account,
        report.spendOf(account, FinanceReport.By.DAY, BEGINNING, end),
        month,
        asOf);
  }

  /**
   * How good forecasts are: of the account's months that are over, and of series that are made up.
   *
   * @param asOf the first day that is not over yet
   */
  public List<BackTest> backTest(String account, LocalDate asOf, Progress progress) {
    List<BackTest> tests = new ArrayList<>();
    tests.add(
        BackTest.of(
            account.isEmpty() ? "everything" : account,
            DailySpend.of(report.spendOf(account, FinanceReport.By.DAY, BEGINNING, asOf), asOf)));
    SyntheticSpend[] kinds = SyntheticSpend.values();
    for (int i = 0; i < kinds.length; i++) {
      progress.at(i + 1, kinds.length + 1);
      tests.add(BackTest.of(kinds[i]));
    }
    progress.at(1, 1);
    return tests;
  }

  /**
   * The odd days of every account whose name begins with a text, by account and day. Corrections of
   * the books are not counted: they are of other days.
   *
   * @param prefix empty for all there is
   * @param from the first day that is judged
   * @param to the day after the last
   */
  public List<DayAnomaly> anomalies(
      String prefix, LocalDate from, LocalDate to, AnomalySearch search, Progress progress) {
    List<DayAnomaly> found = new ArrayList<>();
    List<String> names = names(prefix);
    LocalDate known = from.minusDays(SpendBaseline.DAYS_MAX);
    for (int i = 0; i < names.size(); i++) {
      progress.at(i, names.size());
      String account = prefix + names.get(i);
      List<AccountSpendRow> days = withoutCorrections(account, known, to);
      Map<LocalDate, BigDecimal> amounts =
          days.stream()
              .collect(
                  Collectors.toMap(
                      row -> LocalDate.parse(row.name()), row -> Quotient.orZero(row.amountUsd())));
      found.addAll(
          search.in(
              account.isEmpty() ? "everything" : account,
              DailySpend.of(days, to),
              amounts,
              from,
              to,
              day -> figures(account, FinanceReport.By.DEPLOYMENT, day, day.plusDays(1))));
    }
    progress.at(names.size(), names.size());
    return found;
  }

  private List<AccountSpendRow> withoutCorrections(String account, LocalDate from, LocalDate to) {
    Map<String, BigDecimal> corrections =
        report.tax(account, FinanceReport.By.DAY, from, to).stream()
            .collect(Collectors.toMap(TaxRow::name, row -> row.in(TaxBucket.VARIANCE)));
    return report.spendOf(account, FinanceReport.By.DAY, from, to).stream()
        .map(row -> without(row, corrections.getOrDefault(row.name(), BigDecimal.ZERO)))
        .toList();
  }

  private static AccountSpendRow without(AccountSpendRow row, BigDecimal correction) {
    return new AccountSpendRow(
        row.account(),
        row.name(),
        row.requests(),
        row.attempts(),
        row.unpricedAttempts(),
        row.unpricedTokens(),
        row.tokensIn(),
        row.tokensCached(),
        row.tokensOut(),
        row.tokensReasoning(),
        Quotient.orZero(row.amountUsd()).subtract(correction),
        row.listUsd(),
        row.estimatedUsd());
  }
}
