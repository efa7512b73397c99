package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.focus.ChargeLines;
import io.tollgate.gateway.focus.ExportOptions;
import io.tollgate.gateway.focus.ExportSummary;
import io.tollgate.gateway.focus.FileFormat;
import io.tollgate.gateway.focus.FocusExport;
import io.tollgate.gateway.focus.FocusVersion;
import io.tollgate.gateway.focus.InvoiceDetail;
import io.tollgate.gateway.focus.InvoiceLines;
import io.tollgate.gateway.focus.Party;
import io.tollgate.gateway.ledger.ChargeLine;
import io.tollgate.gateway.reconcile.InvoiceException;
import io.tollgate.gateway.store.StoreSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tollgate ledger export}: the ledger as FOCUS data sets. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes charges of the ledger as FOCUS data sets, for tools of finance; safe while a gateway"
          + " runs.",
      "The totals of all cost columns are the ledger's to the last digit; FILE.manifest.json has"
          + " them, with the ledger's hash and the files' SHA-256. Charges without a price are rows"
          + " that say so and are in no total.",
      "Exit code 1 where there are such rows, or differences that no rounding explains."
    })
final class LedgerExportCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ChargeLines.Opener<Path> own;
  private final ChargeLines.Opener<StoreSettings> shared;
  private final InstantSource clock;

  @ParentCommand private LedgerCommand ledger;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "Where Cost and Usage goes; other data sets and the manifest go beside it.")
  private Path target;

  @Option(
      names = "--focus",
      paramLabel = "VERSION",
      defaultValue = "1.2",
      description = "1.2, which most tools read, or 1.4 (default: ${DEFAULT-VALUE}).")
  private String version;

  @Option(
      names = "--format",
      description = "csv or parquet (default: by the ending of FILE, else csv).")
  private @Nullable FileFormat format;

  @Option(
      names = "--month",
      paramLabel = "MONTH",
      description = "A month by UTC, e.g. 2026-11, in the place of --from and --to.")
  private @Nullable YearMonth month;

  @Option(names = "--from", paramLabel = "DAY", description = "The first day, e.g. 2026-11-01.")
  private @Nullable LocalDate from;

  @Option(names = "--to", paramLabel = "DAY", description = "The day after the last.")
  private @Nullable LocalDate to;

  @Option(
      names = "--issuer",
      paramLabel = "PROVIDER=NAME",
      description = "Who sends a provider's invoice, where it is not the provider itself.")
  private Map<String, String> issuers = new LinkedHashMap<>();

  @Option(
      names = "--billing-account",
      paramLabel = "NAME",
      defaultValue = ExportOptions.DEFAULT_ACCOUNT,
      description =
          "The billing account of charges without an organization: account (default:"
              + " ${DEFAULT-VALUE}).")
  private String billingAccount;

  @Option(
      names = "--sub-account",
      paramLabel = "KIND",
      split = ",",
      description =
          "Kinds of accounts, of which the first that a charge has is its sub-account (default:"
              + " team,project,user,organization).")
  private List<String> subAccounts = ExportOptions.DEFAULT_SUB_ACCOUNTS;

  @Option(
      names = "--closed",
      paramLabel = "MONTH",
      split = ",",
      description = "Months whose invoices are all in, for the Billing Period data set of 1.4.")
  private Set<YearMonth> closed = Set.of();

  @ArgGroup(exclusive = false, multiplicity = "0..*", heading = "Invoices:%n")
  private List<InvoiceOption> invoices = new ArrayList<>();

  @Option(
      names = "--temporary",
      paramLabel = "DIR",
      description = "Where Parquet is prepared (default: the folder of FILE).")
  private @Nullable Path temporary;

  @Option(
      names = "--shared",
      description =
          "The charges of all gateways that share their ledgers, see docs/ledger-store.md.")
  private boolean isShared;

  @Option(names = "--json", description = "Prints the result as JSON.")
  private boolean json;

  /**
   * A command over the charges that openers give.
   *
   * @param own opens the ledger in a directory
   * @param shared opens all ledgers in a store that gateways share
   * @param clock says when the export is made
   */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LedgerExportCommand(
      ChargeLines.Opener<Path> own, ChargeLines.Opener<StoreSettings> shared, InstantSource clock) {
    this.own = own;
    this.shared = shared;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    try {
      return export();
    } catch (InvoiceException invalid) {
      spec.commandLine().getErr().println(invalid.getMessage());
      return Tollgate.INVALID;
    }
  }

  private int export() throws IOException, InvalidFilesException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw wrong("there is no folder " + folder + " to write to. Make it, or name another FILE.");
    }
    FocusVersion focus = version();
    if (!invoices.isEmpty() && focus != FocusVersion.V1_4) {
      throw wrong("--invoice needs --focus 1.4: 1.2 has no data set for the lines of invoices.");
    }
    LocalDate first = first();
    LocalDate end = end(first);
    ExportSummary summary;
    try (ChargeLines lines =
            isShared ? shared.open(ledger.sharedStore()) : own.open(ledger.ledger());
        ProgressBar bar = ProgressBar.on(spec.commandLine().getErr(), "exporting", json);
        Stream<ChargeLine> charges = lines.stream(first, end)) {
      ExportOptions options =
          new ExportOptions(
              focus,
              format(),
              first,
              end,
              lines.rootHash(),
              lines.nodeHashes(),
              parties(),
              "USD",
              billingAccount,
              subAccounts,
              closed,
              clock.instant().truncatedTo(ChronoUnit.SECONDS),
              temporary == null ? folder : temporary);
      summary =
          FocusExport.export(
              shown(charges.iterator(), bar, first, end), invoiced(options, bar), options, target);
    }
    show(summary);
    return summary.unpricedRows() + summary.unexplainedRows() == 0 ? 0 : Tollgate.FOUND_WRONG;
  }

  private List<InvoiceDetail> invoiced(ExportOptions options, ProgressBar bar) throws IOException {
    List<InvoiceDetail> rows = new ArrayList<>();
    try {
      for (InvoiceOption invoice : invoices) {
        String name = invoice.name();
        rows.addAll(
            invoice.read(
                options, (done, total) -> bar.at(name, total == 0 ? 1 : (double) done / total)));
      }
      InvoiceLines.check(rows, options.format());
    } catch (IllegalArgumentException refused) {
      throw wrong(String.valueOf(refused.getMessage()));
    }
    return rows;
  }

  private FocusVersion version() {
    try {
      return FocusVersion.of(version);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private FileFormat format() {
    if (format != null) {
      return format;
    }
    return target.toString().endsWith("." + FileFormat.PARQUET.extension())
        ? FileFormat.PARQUET
        : FileFormat.CSV;
  }

  private LocalDate first() {
    if (month != null) {
      if (from != null || to != null) {
        throw wrong("--month says both days: leave --from and --to out, or --month.");
      }
      return month.atDay(1);
    }
    if (from == null) {
      throw wrong("Say what to export: --month 2026-11, or --from and --to.");
    }
    return from;
  }

  private LocalDate end(LocalDate first) {
    LocalDate end =
        month != null
            ? month.plusMonths(1).atDay(1)
            : to != null ? to : LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1);
    if (!first.isBefore(end)) {
      throw wrong("--to %s is not after --from %s.".formatted(end, first));
    }
    return end;
  }

  private Map<String, Party> parties() {
    Map<String, Party> parties = new LinkedHashMap<>();
    issuers.forEach((provider, issuer) -> {
      if (issuer.isBlank()) {
        throw wrong("--issuer " + provider + " names nobody.");
      }
      parties.put(provider, Party.byDefault(provider).billedBy(issuer));
    });
    return parties;
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private static Iterator<ChargeLine> shown(
      Iterator<ChargeLine> lines, ProgressBar bar, LocalDate first, LocalDate end) {
    long days = ChronoUnit.DAYS.between(first, end);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return lines.hasNext();
      }

      @Override
      public ChargeLine next() {
        ChargeLine line = lines.next();
        bar.at(ChronoUnit.DAYS.between(first, line.day()), days);
        return line;
      }
    };
  }

  private void show(ExportSummary summary) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writeValueAsString(LedgerExportJson.of(summary)));
      return;
    }
    out.printf("%,d rows of %s to %s (UTC)%n", summary.rows(), summary.from(), summary.to());
    summary
        .totals()
        .forEach((column, total) -> out.printf("%-16s %s%n", column, total.toPlainString()));
    summary
        .invoices()
        .forEach(invoice ->
            out.printf(
                "%-16s %s: %,d lines of %s%n",
                "Invoice",
                invoice.invoiceId() + " " + invoice.amount().toPlainString(),
                invoice.rows(),
                invoice.issuer()));
    summary.files().forEach(out::println);
    out.println("root hash " + summary.rootHash());
    if (summary.unpricedRows() > 0) {
      out.printf(
          "%nUNPRICED: %,d rows have no price and are in no total. Add the price to a file under"
              + " `prices`.%n",
          summary.unpricedRows());
    }
    if (summary.unexplainedRows() > 0) {
      out.printf(
          "%nUNEXPLAINED: %,d rows are differences to the ledger that are no roundings; they say of"
              + " what.%n",
          summary.unexplainedRows());
    }
  }
}
