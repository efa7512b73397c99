package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.ledger.AccountRow;
import io.tollgate.gateway.ledger.LedgerReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tollgate ledger balance}: the trial balance. */
@Command(
    name = "balance",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the balance of every account of the double entry; together they are zero.",
      "Exit code 1 where they are not. The accounts are explained in docs/ledger.md."
    })
final class LedgerBalanceCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @ParentCommand private LedgerCommand ledger;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LedgerBalanceCommand() {}

  private record Balance(List<AccountRow> accounts, BigDecimal sum) {}

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    List<AccountRow> accounts;
    try (LedgerReport report = LedgerReport.open(ledger.ledger())) {
      accounts = report.accounts();
    }
    BigDecimal sum =
        accounts.stream().map(AccountRow::balance).reduce(BigDecimal.ZERO, BigDecimal::add);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writeValueAsString(new Balance(accounts, sum)));
    } else {
      out.printf("%-48s %10s %10s %24s%n", "account", "postings", "unpriced", "dollars");
      for (AccountRow row : accounts) {
        out.printf(
            "%-48s %,10d %,10d %24s%n",
            row.name(), row.postings(), row.unpriced(), LedgerReportCommand.dollars(row.balance()));
      }
      out.printf("%-48s %46s%n", "sum", LedgerReportCommand.dollars(sum));
    }
    return sum.signum() == 0 ? 0 : Tollgate.FOUND_WRONG;
  }
}
