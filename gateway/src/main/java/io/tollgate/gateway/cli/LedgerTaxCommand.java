package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.ledger.AccountSpendRow;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.ledger.TaxRow;
import io.tollgate.policies.tax.TaxBucket;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tollgate ledger tax}: the waterfall of the compute tax. */
@Command(
    name = "tax",
    mixinStandardHelpOptions = true,
    description = {
      "Shows where the money of this month went: every billed pico-dollar is in one bucket, and the"
          + " buckets add up to the bill.",
      "floor bought the answers at the price of the cheapest adequate model; the rest is the"
          + " compute tax. See docs/compute-tax.md."
    })
final class LedgerTaxCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int BAR_WIDTH = 40;

  private final InstantSource clock;

  @ParentCommand private LedgerCommand ledger;
  @Spec private CommandSpec spec;
  @Mixin private DayRange days;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      defaultValue = FinanceReport.EVERYTHING,
      description =
          "Of one account, e.g. team:search, tag:feature=chat or cost-centre:4711 (default: all).")
  private String account;

  @Option(
      names = "--by",
      description =
          "Also breaks it down: deployment, provider, policy, day or month (default: not at all).")
  private FinanceReport.By by = FinanceReport.By.ACCOUNT;

  @Option(
      names = "--shared",
      description = "Of all gateways that share their ledgers, see docs/ledger-store.md.")
  private boolean shared;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LedgerTaxCommand(InstantSource clock) {
    this.clock = clock;
  }

  private record Row(String name, BigDecimal totalUsd, Map<String, BigDecimal> buckets) {
    static Row of(TaxRow row) {
      Map<String, BigDecimal> buckets = new LinkedHashMap<>();
      row.buckets().forEach((bucket, amount) -> buckets.put(bucket.key(), amount));
      return new Row(row.name(), row.totalUsd(), buckets);
    }
  }

  private record Report(
      LocalDate from,
      LocalDate to,
      String account,
      List<Row> rows,
      long unpricedAttempts,
      long unpricedTokens) {}

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    if (by == FinanceReport.By.CLASS) {
      throw new ParameterException(spec.commandLine(), "The tax is not kept by class.");
    }
    LocalDate first = days.first(DayRange.monthBegin(clock));
    LocalDate end = days.end(first, DayRange.tomorrow(clock));
    PrintWriter out = spec.commandLine().getOut();
    try (FinanceReport report =
        shared ? FinanceReport.open(ledger.sharedStore()) : FinanceReport.open(ledger.ledger())) {
      List<TaxRow> rows = report.tax(account, by, first, end);
      long attempts = 0;
      long tokens = 0;
      for (AccountSpendRow row : report.spendOf(account, FinanceReport.By.ACCOUNT, first, end)) {
        attempts += row.unpricedAttempts();
        tokens += row.unpricedTokens();
      }
      if (json) {
        List<Row> shown = rows.stream().map(Row::of).toList();
        out.println(
            JSON.writeValueAsString(new Report(first, end, account, shown, attempts, tokens)));
        return 0;
      }
      if (rows.isEmpty()) {
        out.printf("Nothing was spent from %s to %s (UTC).%n", first, end.minusDays(1));
      }
      for (TaxRow row : rows) {
        print(out, row);
      }
      if (attempts > 0) {
        out.printf(
            "UNPRICED: %,d attempts with %,d tokens have no price and are in no bucket. Add the"
                + " price to a file under `prices`, then `tollgate ledger rerate`.%n",
            attempts, tokens);
      }
    }
    return 0;
  }

  private void print(PrintWriter out, TaxRow row) {
    if (!row.name().isEmpty()) {
      out.println(row.name());
    }
    for (Map.Entry<TaxBucket, BigDecimal> bucket : row.buckets().entrySet()) {
      if (bucket.getValue().signum() != 0) {
        line(out, bucket.getKey().key(), bucket.getValue(), row.totalUsd());
      }
    }
    out.printf("  %-20s %20s%n%n", "total", LedgerReportCommand.dollars(row.totalUsd()));
  }

  private static void line(PrintWriter out, String name, BigDecimal amount, BigDecimal total) {
    BigDecimal share =
        total.signum() <= 0
            ? BigDecimal.ZERO
            : amount.movePointRight(2).divide(total, 1, RoundingMode.HALF_EVEN);
    int width =
        Math.clamp(share.multiply(BigDecimal.valueOf(BAR_WIDTH, 2)).longValue(), 0, BAR_WIDTH);
    out.printf(
        Locale.ROOT,
        "  %-20s %20s %6s %% %s%n",
        name,
        LedgerReportCommand.dollars(amount),
        share.toPlainString(),
        "#".repeat(width));
  }
}
