package io.tollgate.gateway.cli;

import io.tollgate.gateway.analysis.Effect;
import io.tollgate.gateway.analysis.LedgerAnalysis;
import io.tollgate.gateway.analysis.PriceVolumeMix;
import io.tollgate.gateway.analysis.VarianceRow;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.ledger.FinanceReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tollgate ledger variance}: why a month cost something else than another. */
@Command(
    name = "variance",
    mixinStandardHelpOptions = true,
    description = {
      "Divides the difference of the spend of two months into price, volume, mix (share of calls,"
          + " tokens per call), what is new or gone, corrections and idle capacity.",
      "The parts add up to the difference to the last digit. Calls are billed attempts; those"
          + " without a price are left out."
    },
    footer = {
      "",
      "Example:",
      "  tollgate ledger variance --from-month 2026-10 --to-month 2026-11 --account team:search"
    })
final class LedgerVarianceCommand implements Callable<Integer> {

  /** What may be told apart: parts of the spend of one account. */
  enum By {
    DEPLOYMENT(FinanceReport.By.DEPLOYMENT),
    PROVIDER(FinanceReport.By.PROVIDER),
    POLICY(FinanceReport.By.POLICY),
    COST_CENTRE(FinanceReport.By.ACCOUNT);

    private final FinanceReport.By column;

    By(FinanceReport.By column) {
      this.column = column;
    }
  }

  private static final String ROW = "%-34s %16s %16s %16s";

  @ParentCommand private LedgerCommand ledger;
  @Spec private CommandSpec spec;

  @Option(
      names = "--from-month",
      required = true,
      paramLabel = "MONTH",
      description = "The first UTC month, e.g. 2026-10.")
  private YearMonth fromMonth;

  @Option(
      names = "--to-month",
      required = true,
      paramLabel = "MONTH",
      description = "The month that is compared with it.")
  private YearMonth toMonth;

  @Option(
      names = "--by",
      defaultValue = "deployment",
      description =
          "What is told apart: deployment, provider, policy or cost_centre (default:"
              + " ${DEFAULT-VALUE}).")
  private By by;

  @Option(
      names = "--account",
      defaultValue = "everything",
      paramLabel = "NAME",
      description = "Whose spend, e.g. team:search or tag:feature=chat (default: everything).")
  private String account;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LedgerVarianceCommand() {}

  private record Row(
      String name,
      BigDecimal beforeUsd,
      BigDecimal afterUsd,
      BigDecimal differenceUsd,
      Map<String, BigDecimal> effectsUsd) {

    static Row of(VarianceRow row) {
      Map<String, BigDecimal> effects = new LinkedHashMap<>();
      row.effects().forEach((effect, amount) -> effects.put(effect.key(), amount));
      return new Row(row.name(), row.beforeUsd(), row.afterUsd(), row.differenceUsd(), effects);
    }
  }

  private record Variance(
      String account, YearMonth fromMonth, YearMonth toMonth, Row total, List<Row> rows) {}

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    String name = AccountPrefix.account(account);
    if (by == By.COST_CENTRE && !name.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Cost centres part the spend of everything: leave --account out.");
    }
    PriceVolumeMix result;
    try (FinanceReport report = FinanceReport.open(ledger.ledger());
        ProgressBar bar = ProgressBar.on(spec.commandLine().getErr(), "comparing", json)) {
      LedgerAnalysis analysis = new LedgerAnalysis(report);
      result =
          by == By.COST_CENTRE
              ? analysis.varianceByCostCentre(fromMonth, toMonth, bar)
              : analysis.variance(name, by.column, fromMonth, toMonth);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          PlainJson.of(
              new Variance(
                  account,
                  fromMonth,
                  toMonth,
                  Row.of(result.total()),
                  result.rows().stream().map(Row::of).toList())));
    } else {
      print(out, result);
    }
    return 0;
  }

  private void print(PrintWriter out, PriceVolumeMix result) {
    VarianceRow total = result.total();
    out.printf(
        "%s: %s dollars in %s, %s in %s: %s%n%n",
        account,
        Figures.dollars(total.beforeUsd()),
        fromMonth,
        Figures.dollars(total.afterUsd()),
        toMonth,
        Figures.change(total.differenceUsd()));
    for (Effect effect : Effect.values()) {
      if (total.in(effect).signum() != 0) {
        out.printf("  %-18s %20s%n", effect.words(), Figures.change(total.in(effect)));
      }
    }
    out.printf("%n" + ROW + "  %s%n", "", fromMonth, toMonth, "difference", "largest part");
    for (VarianceRow row : result.rows()) {
      Effect largest = largest(row);
      out.printf(
          ROW + "  %s%n",
          row.name().isEmpty() ? "(nothing was sent)" : row.name(),
          Figures.dollars(row.beforeUsd()),
          Figures.dollars(row.afterUsd()),
          Figures.change(row.differenceUsd()),
          row.in(largest).signum() == 0
              ? "-"
              : largest.words() + " " + Figures.change(row.in(largest)));
    }
  }

  private static Effect largest(VarianceRow row) {
    Effect largest = Effect.PRICE;
    for (Effect effect : Effect.values()) {
      largest = row.in(effect).abs().compareTo(row.in(largest).abs()) > 0 ? effect : largest;
    }
    return largest;
  }
}
