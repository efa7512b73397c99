package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.ledger.BookEntry;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.LedgerPeriod;
import io.tollgate.gateway.ledger.PeriodRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tollgate ledger close}: closes a month. */
@Command(
    name = "close",
    mixinStandardHelpOptions = true,
    description = {
      "Closes a month: what it came to is frozen by a hash, and what comes late is booked in the"
          + " open month as a correction. Without a month it lists those that are closed.",
      "The gateway must be stopped. `ledger verify` checks ever after that nothing has changed in"
          + " it."
    })
final class LedgerCloseCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final InstantSource clock;

  @ParentCommand private LedgerCommand ledger;
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "MONTH", description = "A month by UTC, e.g. 2026-11.")
  private @Nullable String month;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LedgerCloseCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    Path books = ledger.ledger();
    if (month != null) {
      close(books, period(month));
    }
    List<PeriodRow> periods;
    try (FinanceReport report = FinanceReport.open(books)) {
      periods = report.periods();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writeValueAsString(periods));
    } else {
      print(out, periods);
    }
    return 0;
  }

  private LedgerPeriod period(String name) {
    try {
      return LedgerPeriod.parse(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void close(Path books, LedgerPeriod period) {
    try (Ledger open = Ledger.open(books, JournalOptions.DEFAULTS, "close", clock)) {
      BookEntry.PeriodClosed closed = open.close(period, clock.instant());
      if (!json) {
        spec.commandLine()
            .getOut()
            .printf("%s is closed at record %,d.%n%n", period, closed.lastSeq());
      }
    }
  }

  private static void print(PrintWriter out, List<PeriodRow> periods) {
    if (periods.isEmpty()) {
      out.println("No month is closed.");
      return;
    }
    out.printf("%-8s %20s %-20s %s%n", "month", "dollars", "closed", "root hash, report hash");
    for (PeriodRow row : periods) {
      out.printf(
          "%-8s %20s %-20s %s%n%50s %s%n",
          row.period(),
          LedgerReportCommand.dollars(row.spentUsd()),
          row.closedAt().toString().substring(0, 19) + "Z",
          row.rootHash(),
          "",
          row.reportHash());
    }
  }
}
