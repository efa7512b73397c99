package io.tollgate.gateway.cli;

import io.tollgate.gateway.analysis.BackTest;
import io.tollgate.gateway.analysis.LedgerAnalysis;
import io.tollgate.gateway.analysis.MonthForecast;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.ledger.FinanceReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tollgate ledger forecast}: where a month will end. */
@Command(
    name = "forecast",
    mixinStandardHelpOptions = true,
    description = {
      "Estimates what a month will have cost when it is over, with bounds between which it is to"
          + " end in four of five cases.",
      "It rests on the last eight weeks: days of the week, a damped trend, errors that last. An"
          + " estimate is no amount of the books."
    },
    footer = {
      "",
      "Examples:",
      "  tollgate ledger forecast --account team:search",
      "  tollgate ledger forecast --back-test"
    })
final class LedgerForecastCommand implements Callable<Integer> {

  @ParentCommand private LedgerCommand ledger;
  @Spec private CommandSpec spec;

  @Option(
      names = "--account",
      defaultValue = "everything",
      paramLabel = "NAME",
      description = "Whose spend, e.g. cost-centre:4711 (default: everything).")
  private String account;

  @Option(
      names = "--month",
      paramLabel = "MONTH",
      description = "Which UTC month, e.g. 2026-11 (default: that of the first day estimated).")
  private @Nullable YearMonth month;

  @Option(
      names = "--as-of",
      paramLabel = "DAY",
      description = "The first UTC day that is estimated (default: today, which is not over).")
  private @Nullable LocalDate asOf;

  @Option(
      names = "--back-test",
      description =
          "Also makes the forecasts that could have been made, of this account and of series that"
              + " are made up, and says how far off they are.")
  private boolean backTest;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LedgerForecastCommand() {}

  private record Result(MonthForecast forecast, @Nullable List<BackTest> backTests) {}

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    LocalDate today = asOf == null ? LocalDate.now(ZoneOffset.UTC) : asOf;
    YearMonth meant = month == null ? YearMonth.from(today) : month;
    String name = AccountPrefix.account(account);
    Result result;
    try (FinanceReport report = FinanceReport.open(ledger.ledger());
        ProgressBar bar = ProgressBar.on(spec.commandLine().getErr(), "forecasting", json)) {
      LedgerAnalysis analysis = new LedgerAnalysis(report);
      result =
          new Result(
              analysis.forecast(name, meant, today),
              backTest ? analysis.backTest(name, today, bar) : null);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(PlainJson.of(result));
    } else {
      print(out, result);
    }
    return 0;
  }

  private static void print(PrintWriter out, Result result) {
    MonthForecast forecast = result.forecast();
    out.printf(
        "%s, %s: %s dollars were spent before %s%n",
        forecast.account(),
        forecast.month(),
        Figures.dollars(forecast.spentUsd()),
        forecast.asOf());
    if (forecast.estimateUsd() == null) {
      out.printf(
          "There is no estimate: %d days of spend are known, and it takes %d.%n",
          forecast.daysKnown(), MonthForecast.DAYS_MIN);
    } else {
      out.printf(
          "estimate for the whole month: about %s, between %s and %s in %d %% of cases%n",
          forecast.estimateUsd().toPlainString(),
          text(forecast.lowUsd()),
          text(forecast.highUsd()),
          Math.round(100 * MonthForecast.COVERAGE));
    }
    if (forecast.unpricedAttempts() > 0) {
      out.printf(
          "UNPRICED: %,d attempts of the month have no price and are in no figure above.%n",
          forecast.unpricedAttempts());
    }
    List<BackTest> tests = result.backTests();
    if (tests != null) {
      out.printf("%n%-34s %9s %9s %9s %9s%n", "back test", "forecasts", "error", "naive", "within");
      tests.forEach(test -> print(out, test));
      out.printf(
          "Error, naive: mean absolute error of the month in percent, of this forecast and of the"
              + " last seven days over again. Within: how often the month ended between the"
              + " bounds; %d %% is meant.%n",
          Math.round(100 * MonthForecast.COVERAGE));
    }
  }

  private static String text(@Nullable Object amount) {
    return String.valueOf(amount);
  }

  private static void print(PrintWriter out, BackTest test) {
    if (test.forecasts() == 0) {
      out.printf("%-34s %9s  (too short a history)%n", test.name(), "0");
      return;
    }
    out.printf(
        Locale.ROOT,
        "%-34s %,9d %7.1f %% %7.1f %% %7.1f %%%n",
        test.name(),
        test.forecasts(),
        test.mapePercent(),
        test.naivePercent(),
        test.coveragePercent());
  }
}
