package io.tollgate.gateway.analysis;

import io.tollgate.gateway.analysis.StatementLine.Section;
import io.tollgate.gateway.ledger.AccountSpendRow;
import io.tollgate.gateway.ledger.ChargeLine;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.ledger.LineKind;
import io.tollgate.gateway.ledger.Progress;
import io.tollgate.gateway.ledger.TaxRow;
import io.tollgate.policies.tax.TaxBucket;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The chargeback statements of one month: one for each cost centre, which together are all that was
 * spent in it.
 */
public final class Statements {

  private static final Comparator<StatementLine> IN_ORDER =
      Comparator.comparing(StatementLine::section)
          .thenComparing(StatementLine::chargedFor)
          .thenComparing(Comparator.comparing(StatementLine::amountUsd).reversed())
          .thenComparing(StatementLine::name);

  /** What is corrected. */
  private record Corrected(String costCentre, YearMonth chargedFor, String deployment) {}

  private final FinanceReport report;
  private final YearMonth month;
  private final LocalDate from;
  private final LocalDate to;
  private final Map<Corrected, BigDecimal> corrections;

  private Statements(
      FinanceReport report, YearMonth month, Map<Corrected, BigDecimal> corrections) {
    this.report = report;
    this.month = month;
    this.from = month.atDay(1);
    this.to = month.plusMonths(1).atDay(1);
    this.corrections = corrections;
  }

  /** The statements of a month; reads the month's corrections. */
  public static Statements of(FinanceReport report, YearMonth month, Progress progress) {
    LocalDate from = month.atDay(1);
    Map<Corrected, BigDecimal> corrections = new HashMap<>();
    try (Stream<ChargeLine> lines = report.lines(from, month.plusMonths(1).atDay(1))) {
      lines.forEach(line -> {
        progress.at(ChronoUnit.DAYS.between(from, line.day()), month.lengthOfMonth());
        BigDecimal amount = line.amountUsd();
        if (amount != null
            && (line.kind() == LineKind.CORRECTION || line.kind() == LineKind.VARIANCE)) {
          corrections.merge(
              new Corrected(
                  FinanceReport.costCentre(line),
                  YearMonth.from(line.chargedFor()),
                  line.deployment()),
              amount,
              BigDecimal::add);
        }
      });
    }
    progress.at(1, 1);
    return new Statements(report, month, corrections);
  }

  /** Every cost centre to which something was booked in the month, by name. */
  public List<String> costCentres() {
    return report.accounts(FinanceReport.COST_CENTRES).stream()
        .filter(name -> !spend(name, FinanceReport.By.ACCOUNT).isEmpty())
        .toList();
  }

  /** All that was spent in the month, by everybody. */
  public BigDecimal ledgerTotalUsd() {
    return total(report.spendOf(FinanceReport.EVERYTHING, FinanceReport.By.ACCOUNT, from, to));
  }

  /**
   * The statement of a cost centre; without lines where nothing was booked to it.
   *
   * @throws IllegalArgumentException where the store does not agree with itself
   */
  public Statement of(String costCentre) {
    String account = FinanceReport.COST_CENTRES + costCentre;
    Map<String, TaxRow> tax =
        report.tax(account, FinanceReport.By.DEPLOYMENT, from, to).stream()
            .collect(Collectors.toMap(TaxRow::name, Function.identity()));
    List<StatementLine> lines = new ArrayList<>();
    for (AccountSpendRow row : spend(costCentre, FinanceReport.By.DEPLOYMENT)) {
      add(lines, row, tax.get(row.name()));
    }
    corrections.forEach((corrected, amount) -> {
      if (corrected.costCentre().equals(costCentre)) {
        boolean earlier = corrected.chargedFor().isBefore(month);
        lines.add(
            StatementLine.amount(
                earlier ? Section.EARLIER : Section.CORRECTION,
                corrected.deployment(),
                corrected.chargedFor(),
                amount));
      }
    });
    lines.sort(IN_ORDER);
    List<TaxRow> all = report.tax(account, FinanceReport.By.ACCOUNT, from, to);
    return new Statement(
        costCentre,
        month,
        lines,
        all.isEmpty() ? null : all.getFirst(),
        total(spend(costCentre, FinanceReport.By.ACCOUNT)));
  }

  private void add(List<StatementLine> lines, AccountSpendRow row, @Nullable TaxRow tax) {
    BigDecimal measurement = in(tax, TaxBucket.MEASUREMENT);
    BigDecimal idle = in(tax, TaxBucket.IDLE);
    BigDecimal usage =
        Quotient.orZero(row.amountUsd())
            .subtract(measurement)
            .subtract(idle)
            .subtract(in(tax, TaxBucket.VARIANCE));
    if (row.attempts() > 0 || usage.signum() != 0) {
      lines.add(
          new StatementLine(
              Section.USAGE,
              row.name(),
              month,
              row.requests(),
              row.attempts(),
              row.tokensIn(),
              row.tokensCached(),
              row.tokensOut(),
              row.unpricedAttempts(),
              row.unpricedTokens(),
              usage));
    }
    if (measurement.signum() != 0) {
      lines.add(StatementLine.amount(Section.MEASUREMENT, row.name(), month, measurement));
    }
    if (idle.signum() != 0) {
      lines.add(StatementLine.amount(Section.IDLE, row.name(), month, idle));
    }
  }

  private static BigDecimal in(@Nullable TaxRow tax, TaxBucket bucket) {
    return tax == null ? BigDecimal.ZERO : tax.in(bucket);
  }

  private List<AccountSpendRow> spend(String costCentre, FinanceReport.By by) {
    return report.spendOf(FinanceReport.COST_CENTRES + costCentre, by, from, to);
  }

  private static BigDecimal total(List<AccountSpendRow> rows) {
    return rows.stream()
        .map(row -> Quotient.orZero(row.amountUsd()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
