package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.ledger.ChargeRow;
import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.ledger.QualityRow;
import io.tollgate.gateway.ledger.SpendRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tollgate ledger report}: where the money went. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the spend, from the rollups of the store; safe while a gateway runs.",
      "Amounts are exact. A model without a price is shown as unpriced, never as 0.",
      "By account it prints what each account was charged. A request is charged in full to each of"
          + " its accounts, so these rows do not add up to the spend and have no total."
    })
final class LedgerReportCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ROW = "%-34s %9s %9s %13s %12s %13s %16s %9s";
  private static final String QUALITY = " %16s %16s %9s %26s";
  private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

  @ParentCommand private LedgerCommand ledger;
  @Spec private CommandSpec spec;

  @Option(
      names = "--by",
      defaultValue = "deployment",
      description =
          "What to break it down by: deployment, model, provider, class, key, policy, purpose,"
              + " quality, hour, day or account (default: ${DEFAULT-VALUE}).")
  private Breakdown by;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description = "The first hour, e.g. 2026-11-01T00:00:00Z; by account the first quarter hour.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "INSTANT",
      description = "The hour or quarter hour after the last.")
  private @Nullable Instant to;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LedgerReportCommand() {}

  private record Report(SpendRow total, List<SpendRow> rows) {}

  private record Charges(List<ChargeRow> rows) {}

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    Instant first = from == null ? Instant.EPOCH : from;
    Instant end = to == null ? END_OF_TIME : to;
    try (LedgerReport report = LedgerReport.open(ledger.ledger())) {
      LedgerReport.By spend = by.spend();
      if (spend == null) {
        show(new Charges(report.charges(first, end)));
      } else {
        show(new Report(report.total(first, end), report.spend(spend, first, end)));
      }
    }
    return 0;
  }

  private void show(Charges charges) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writeValueAsString(charges));
    } else {
      ChargeTable.print(out, charges.rows());
    }
  }

  private void show(Report report) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writeValueAsString(report));
    } else {
      print(out, report);
    }
  }

  private void print(PrintWriter out, Report report) {
    boolean quality = report.total().quality().hasFigures();
    out.printf(
        ROW,
        by.name().toLowerCase(Locale.ROOT),
        "requests",
        "attempts",
        "input",
        "cached",
        "output",
        "dollars",
        "estimated");
    if (quality) {
      out.printf(QUALITY, "reference", "saved", "predicted", "measured");
    }
    out.println();
    report.rows().forEach(row -> print(out, row, quality));
    print(out, report.total(), quality);
    SpendRow total = report.total();
    if (total.unpricedAttempts() > 0) {
      out.printf(
          "%nUNPRICED: %,d attempts with %,d tokens have no price and are in no sum above. Add the"
              + " price to a file under `prices`.%n",
          total.unpricedAttempts(), total.unpricedTokens());
    }
    if (quality) {
      out.printf(
          "%nReference, saved: memos of %,d answered requests with a quality budget, %,d of them"
              + " without a price and in neither. Predicted, measured: mean loss in points against"
              + " the reference, +- standard error (by how many judgements).%n",
          total.quality().requests(), total.quality().unpriced());
    }
  }

  private static void print(PrintWriter out, SpendRow row, boolean quality) {
    out.printf(
        ROW,
        row.name().isEmpty() ? "(nothing was sent)" : row.name(),
        String.format(Locale.ROOT, "%,d", row.requests()),
        String.format(Locale.ROOT, "%,d", row.attempts()),
        String.format(Locale.ROOT, "%,d", row.tokensIn()),
        String.format(Locale.ROOT, "%,d", row.tokensCached()),
        String.format(Locale.ROOT, "%,d", row.tokensOut()),
        dollars(row.amountUsd()),
        row.estimatedPpm() / 10_000 + " %");
    if (quality) {
      QualityRow memos = row.quality();
      out.printf(
          QUALITY,
          memo(memos.requests(), memos.referenceUsd()),
          memo(memos.requests(), memos.savedUsd()),
          points(memos.predictedLossPpm()),
          measured(memos));
    }
    out.println();
  }

  private static String memo(long requests, @Nullable BigDecimal amount) {
    return requests == 0 ? "-" : dollars(amount);
  }

  private static String measured(QualityRow row) {
    return row.paired() == 0
        ? points(row.measuredLossPpm())
        : String.format(
            Locale.ROOT,
            "%s +- %s (%,d)",
            points(row.measuredLossPpm()),
            points(row.measuredErrorPpm()),
            row.paired());
  }

  /** Hundredths of the quality that there can be, of which 1,000,000 millionths are 100. */
  private static String points(@Nullable Long ppm) {
    return ppm == null ? "-" : BigDecimal.valueOf(ppm, 4).toPlainString();
  }

  /** An amount as tables have it. */
  static String dollars(@Nullable BigDecimal amount) {
    if (amount == null) {
      return "unpriced";
    }
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }
}
