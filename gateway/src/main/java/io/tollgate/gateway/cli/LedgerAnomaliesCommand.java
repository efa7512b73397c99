package io.tollgate.gateway.cli;

import io.tollgate.gateway.analysis.AnomalySearch;
import io.tollgate.gateway.analysis.DayAnomaly;
import io.tollgate.gateway.analysis.LedgerAnalysis;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.ledger.FinanceReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tollgate ledger anomalies}: days on which somebody spent much more or less than usual. */
@Command(
    name = "anomalies",
    mixinStandardHelpOptions = true,
    description = {
      "Finds days on which an account spent much more or less than eight weeks before it let"
          + " expect, by the day of the week, and names what drove it and where.",
      "Exit code 1 where there are any. An account takes 21 days of history before it is judged."
    },
    footer = {
      "",
      "Examples:",
      "  tollgate ledger anomalies --days 1",
      "  tollgate ledger anomalies --account tag:feature= --days 30 --json"
    })
final class LedgerAnomaliesCommand implements Callable<Integer> {

  private static final String ROW = "%-34s %-10s %16s %14s %8s  %s%n";

  @ParentCommand private LedgerCommand ledger;
  @Spec private CommandSpec spec;

  @Option(
      names = "--account",
      defaultValue = FinanceReport.COST_CENTRES,
      paramLabel = "PREFIX",
      description =
          "What the names of the accounts begin with, or everything (default: ${DEFAULT-VALUE}).")
  private String account;

  @Option(
      names = "--days",
      defaultValue = "7",
      paramLabel = "N",
      description = "How many days are judged (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = "--until",
      paramLabel = "DAY",
      description = "The UTC day after the last that is judged (default: today).")
  private @Nullable LocalDate until;

  @Option(
      names = "--score",
      defaultValue = "6",
      paramLabel = "X",
      description =
          "Robust standard deviations that a day has to be off by (default: ${DEFAULT-VALUE}).")
  private double score;

  @Option(
      names = "--least",
      defaultValue = "1",
      paramLabel = "USD",
      description = "Dollars that a day has to be off by (default: ${DEFAULT-VALUE}).")
  private BigDecimal least;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LedgerAnomaliesCommand() {}

  private record Anomalies(LocalDate from, LocalDate to, List<DayAnomaly> anomalies) {}

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    if (days < 1 || !(score > 0) || least.signum() < 0) {
      throw new ParameterException(
          spec.commandLine(), "--days has to be at least 1, --score above 0, --least at least 0.");
    }
    LocalDate end = until == null ? LocalDate.now(ZoneOffset.UTC) : until;
    LocalDate first = end.minusDays(days);
    AnomalySearch search = new AnomalySearch(score, AnomalySearch.DEFAULTS.changePercent(), least);
    List<DayAnomaly> found;
    try (FinanceReport report = FinanceReport.open(ledger.ledger());
        ProgressBar bar = ProgressBar.on(spec.commandLine().getErr(), "looking", json)) {
      found =
          new LedgerAnalysis(report)
              .anomalies(AccountPrefix.account(account), first, end, search, bar);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(PlainJson.of(new Anomalies(first, end, found)));
    } else {
      print(out, first, end, found);
    }
    return found.isEmpty() ? 0 : Tollgate.FOUND_WRONG;
  }

  private static void print(
      PrintWriter out, LocalDate first, LocalDate end, List<DayAnomaly> found) {
    if (found.isEmpty()) {
      out.printf("No day from %s to before %s is odd.%n", first, end);
      return;
    }
    out.printf(ROW, "account", "day", "dollars", "about", "score", "driver");
    for (DayAnomaly anomaly : found) {
      out.printf(
          ROW,
          anomaly.account(),
          anomaly.day(),
          Figures.dollars(anomaly.amountUsd()),
          anomaly.expectedUsd().toPlainString(),
          anomaly.score(),
          "%s %s against %s, most at %s"
              .formatted(
                  anomaly.driver().words(),
                  Figures.change(anomaly.driverUsd()),
                  anomaly.typicalDay(),
                  anomaly.deployment()));
    }
  }
}
