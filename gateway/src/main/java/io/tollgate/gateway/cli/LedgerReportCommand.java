package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.ledger.ChargeRow;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.ledger.QualityRow;
import io.tollgate.gateway.ledger.SpendReport;
import io.tollgate.gateway.ledger.SpendRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
    },
    footer = {
      "",
      "Examples:",
      "  tollgate ledger report --by deployment",
      "  tollgate ledger report --by tag:feature --and deployment --from 2026-11-01T00:00:00Z",
      "  tollgate ledger report --by provider --shared"
    })
final class LedgerReportCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ROW = "%-34s %9s %9s %13s %12s %13s %16s %9s";
  private static final String QUALITY = " %16s %16s %9s %26s";

  /** A day after all. */
  static final LocalDate END_OF_DAYS = LocalDate.of(9999, 1, 1);

  private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

  @ParentCommand private LedgerCommand ledger;
  @Spec private CommandSpec spec;

  @Option(
      names = "--by",
      defaultValue = "deployment",
      description =
          "What to break it down by: deployment, model, provider, class, key, policy, purpose,"
              + " quality, hour, day or account (default: ${DEFAULT-VALUE}); or by a kind of"
              + " accounts: team, project, organization, user, feature, cost-centre, tag:NAME.")
  private String by;

  @Option(
      names = "--and",
      paramLabel = "WHAT",
      description =
          "With a kind of accounts: what to break each of them down by: deployment, provider,"
              + " class, policy, day or month.")
  private FinanceReport.@Nullable By and;

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

  @Option(
      names = "--shared",
      description = "Of all gateways that share their ledgers, see docs/ledger-store.md.")
  private boolean shared;

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
    Breakdown known = Breakdown.of(by);
    if (known == null) {
      showAccounts(first, end);
      return 0;
    }
    if (and != null) {
      throw new ParameterException(
          spec.commandLine(), "--and goes with a kind of accounts, such as --by team.");
    }
    try (SpendReport report =
        shared ? SpendReport.open(ledger.sharedStore()) : SpendReport.open(ledger.ledger())) {
      LedgerReport.By spend = known.spend();
      if (spend == null) {
        show(new Charges(report.charges(first, end)));
      } else {
        show(new Report(report.total(first, end), report.spend(spend, first, end)));
      }
    }
    return 0;
  }

  private void showAccounts(Instant first, Instant end) throws IOException, InvalidFilesException {
    AccountPrefix kind;
    try {
      kind = AccountPrefix.parse(by);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--by: " + e.getMessage(), e);
    }
    LocalDate from = day(first);
    LocalDate to = day(end);
    FinanceReport.By part = and == null ? FinanceReport.By.ACCOUNT : and;
    try (FinanceReport report =
        shared ? FinanceReport.open(ledger.sharedStore()) : FinanceReport.open(ledger.ledger())) {
      AccountTable.Spend spend = AccountTable.read(report, kind, part, from, to);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(PlainJson.of(spend));
      } else {
        AccountTable.print(out, kind, part, spend);
      }
    }
  }

  /** Sums of accounts are kept by the day. */
  private LocalDate day(Instant at) {
    if (!at.truncatedTo(ChronoUnit.DAYS).equals(at)) {
      throw new ParameterException(
          spec.commandLine(),
          at + " is within a day; by " + by + " a time has to begin and end with a UTC day.");
    }
    return at.atOffset(ZoneOffset.UTC).toLocalDate();
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
        by.toLowerCase(Locale.ROOT),
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
        row.name().isEmpty() ? unnamed(row) : row.name(),
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

  /** What is of no deployment, key or policy: requests that went nowhere, or amounts alone. */
  private static String unnamed(SpendRow row) {
    BigDecimal amount = row.amountUsd();
    return amount == null || amount.signum() == 0 ? "(nothing was sent)" : "(corrections, idle)";
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
