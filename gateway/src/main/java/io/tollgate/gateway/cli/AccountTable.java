package io.tollgate.gateway.cli;

import io.tollgate.gateway.ledger.AccountSpendRow;
import io.tollgate.gateway.ledger.FinanceReport;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The spend of all accounts of a kind, as a table. */
final class AccountTable {

  private static final String ROW = "%-30s %-30s %9s %9s %13s %12s %13s %18s%n";

  private AccountTable() {}

  /**
   * What accounts of a kind spent.
   *
   * @param rows one for each account, or part of it
   * @param everythingUsd all that was spent in the time, by whomever; {@code null} where nothing
   *     has a price
   */
  record Spend(List<AccountSpendRow> rows, @Nullable BigDecimal everythingUsd) {}

  static Spend read(
      FinanceReport report,
      AccountPrefix kind,
      FinanceReport.By part,
      LocalDate from,
      LocalDate to) {
    List<AccountSpendRow> all =
        report.spendOf(FinanceReport.EVERYTHING, FinanceReport.By.ACCOUNT, from, to);
    return new Spend(
        kind.prefix().isEmpty()
            ? report.spendOf(FinanceReport.EVERYTHING, part, from, to)
            : report.spend(kind.prefix(), part, from, to),
        all.isEmpty() ? BigDecimal.ZERO : all.getFirst().amountUsd());
  }

  static void print(PrintWriter out, AccountPrefix kind, FinanceReport.By part, Spend spend) {
    out.printf(
        ROW,
        kind.name(),
        part == FinanceReport.By.ACCOUNT ? "" : part.name().toLowerCase(Locale.ROOT),
        "requests",
        "attempts",
        "input",
        "cached",
        "output",
        "dollars");
    long unpriced = 0;
    long unpricedTokens = 0;
    for (AccountSpendRow row : spend.rows()) {
      unpriced += row.unpricedAttempts();
      unpricedTokens += row.unpricedTokens();
      out.printf(
          ROW,
          row.account(),
          row.name(),
          Figures.count(row.requests()),
          Figures.count(row.attempts()),
          Figures.count(row.tokensIn()),
          Figures.count(row.tokensCached()),
          Figures.count(row.tokensOut()),
          LedgerReportCommand.dollars(row.amountUsd()));
    }
    out.printf(
        "%nAll that was spent in the time: %s dollars%s.%n",
        LedgerReportCommand.dollars(spend.everythingUsd()),
        kind.isPartition()
            ? ", to which the rows add up"
            : "; a request without a " + kind.name() + " is in no row");
    if (unpriced > 0) {
      out.printf(
          "%nUNPRICED: %,d attempts with %,d tokens have no price and are in no sum above.%n",
          unpriced, unpricedTokens);
    }
  }
}
