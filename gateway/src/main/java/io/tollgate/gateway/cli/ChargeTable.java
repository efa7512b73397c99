package io.tollgate.gateway.cli;

import io.tollgate.gateway.ledger.ChargeRow;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints what was charged to accounts, in rows that are not to be added up. */
final class ChargeTable {

  private static final String ROW = "%-52s %9s %9s %16s%n";

  private ChargeTable() {}

  static void print(PrintWriter out, List<ChargeRow> rows) {
    out.printf(ROW, "account", "attempts", "unpriced", "dollars");
    for (ChargeRow row : rows) {
      out.printf(
          ROW,
          row.account(),
          String.format(Locale.ROOT, "%,d", row.attempts()),
          String.format(Locale.ROOT, "%,d", row.unpricedAttempts()),
          LedgerReportCommand.dollars(row.amountUsd()));
    }
    out.printf(
        "%nA request is charged in full to each of its accounts, so there is no total: the rows"
            + " would count it several times. It is charged to the quarter hour in which its money"
            + " was held.%n");
    if (rows.stream().anyMatch(row -> row.unpricedAttempts() > 0)) {
      out.printf(
          "%nUNPRICED: attempts without a price are in no sum above. Add the price to a file under"
              + " `prices`.%n");
    }
  }
}
