package io.tollgate.gateway.cli;

import io.tollgate.gateway.analysis.LedgerAnalysis;
import io.tollgate.gateway.analysis.UnitRow;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.csv.InertCsv;
import io.tollgate.gateway.ledger.FinanceReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tollgate ledger units}: what a request, an outcome and a task that was done cost. */
@Command(
    name = "units",
    mixinStandardHelpOptions = true,
    description = {
      "Prints what a request, a reported outcome and a task that was done cost, and what outcomes"
          + " were worth.",
      "Applications report outcomes to POST /v1/outcomes. What is not known is a dash, never 0."
    },
    footer = {
      "",
      "Examples:",
      "  tollgate ledger units --by feature --from 2026-11-01 --to 2026-12-01",
      "  tollgate ledger units --by tag:agent --csv agents.csv"
    })
final class LedgerUnitsCommand implements Callable<Integer> {

  private static final String ROW = "%-28s %10s %10s %10s %16s %16s %16s %16s %14s %16s %9s";

  @ParentCommand private LedgerCommand ledger;
  @Spec private CommandSpec spec;
  @Mixin private DayRange days;

  @Option(
      names = "--by",
      defaultValue = "feature",
      converter = AccountPrefix.Converter.class,
      description = "Whose: " + AccountPrefix.KINDS + " (default: ${DEFAULT-VALUE}).")
  private AccountPrefix by;

  @Option(names = "--csv", paramLabel = "FILE", description = "Writes the rows to a CSV file.")
  private @Nullable Path csv;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LedgerUnitsCommand() {}

  private record Units(String by, List<UnitRow> rows) {}

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    List<UnitRow> rows;
    try (FinanceReport report = FinanceReport.open(ledger.ledger());
        ProgressBar bar = ProgressBar.on(spec.commandLine().getErr(), "reading", json)) {
      LocalDate first = days.first(LocalDate.EPOCH);
      rows =
          new LedgerAnalysis(report)
              .units(by.prefix(), first, days.end(first, LedgerReportCommand.END_OF_DAYS), bar);
    }
    if (csv != null) {
      Files.writeString(csv, csv(rows));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(PlainJson.of(new Units(by.name(), rows)));
    } else {
      print(out, rows);
    }
    return 0;
  }

  private void print(PrintWriter out, List<UnitRow> rows) {
    out.printf(
        ROW + "%n",
        by.name(),
        "requests",
        "outcomes",
        "done",
        "dollars",
        "per request",
        "per outcome",
        "per done",
        "value",
        "margin",
        "reported");
    for (UnitRow row : rows) {
      out.printf(
          ROW + "%n",
          row.account(),
          Figures.count(row.requests()),
          Figures.count(row.outcomes()),
          Figures.count(row.successes()),
          Figures.dollars(row.costUsd()),
          Figures.dollars(row.costPerRequestUsd()),
          Figures.dollars(row.costPerOutcomeUsd()),
          Figures.dollars(row.costPerSuccessUsd()),
          Figures.dollars(row.valueUsd()),
          Figures.dollars(row.marginUsd()),
          Figures.percent(row.outcomeShare()));
    }
    for (UnitRow row : rows) {
      if (row.unpricedAttempts() > 0) {
        out.printf(
            "UNPRICED: %s has %,d attempts with %,d tokens that are in no cost above.%n",
            row.account(), row.unpricedAttempts(), row.unpricedTokens());
      }
    }
  }

  private static String csv(List<UnitRow> rows) {
    InertCsv file =
        new InertCsv(
            List.of(
                "account",
                "requests",
                "outcomes",
                "successes",
                "valued",
                "cost_usd",
                "cost_per_request_usd",
                "cost_per_outcome_usd",
                "cost_per_success_usd",
                "value_usd",
                "margin_usd",
                "outcome_share",
                "success_share",
                "unpriced_attempts",
                "unpriced_tokens"));
    for (UnitRow row : rows) {
      file.row(
          row.account(),
          row.requests(),
          row.outcomes(),
          row.successes(),
          row.valued(),
          row.costUsd(),
          row.costPerRequestUsd(),
          row.costPerOutcomeUsd(),
          row.costPerSuccessUsd(),
          row.valueUsd(),
          row.marginUsd(),
          row.outcomeShare(),
          row.successShare(),
          row.unpricedAttempts(),
          row.unpricedTokens());
    }
    return file.toString();
  }
}
