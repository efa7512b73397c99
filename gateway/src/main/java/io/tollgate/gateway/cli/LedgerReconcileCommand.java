package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.reconcile.Bucket;
import io.tollgate.gateway.reconcile.CsvColumns;
import io.tollgate.gateway.reconcile.InvoiceException;
import io.tollgate.gateway.reconcile.InvoiceFormat;
import io.tollgate.gateway.reconcile.InvoiceLine;
import io.tollgate.gateway.reconcile.Invoices;
import io.tollgate.gateway.reconcile.MeteredLines;
import io.tollgate.gateway.reconcile.Period;
import io.tollgate.gateway.reconcile.Reconciler;
import io.tollgate.gateway.reconcile.Reconciliation;
import io.tollgate.gateway.reconcile.ReconciliationCsv;
import io.tollgate.gateway.reconcile.ReconciliationJson;
import io.tollgate.gateway.reconcile.ReconciliationText;
import io.tollgate.gateway.reconcile.Variance;
import io.tollgate.gateway.reconcile.VariancePosting;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tollgate ledger reconcile}: whether the provider's invoice is what the ledger has. */
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    description = {
      "Compares invoices with the ledger and names the reason of every difference.",
      "The reasons add up to the difference to the last digit. Exit code 1 where something is"
          + " unexplained or the gap is beyond the tolerance.",
      "Files may be compressed with gzip. Give all files of one provider together: costs and usage"
          + " reports complement each other."
    })
final class LedgerReconcileCommand implements Callable<Integer> {

  private final MeteredLines metered;
  private final VariancePosting posting;

  @ParentCommand private LedgerCommand ledger;
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "INVOICE", description = "Invoices or reports.")
  private List<Path> invoices;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "What the files are: openai, anthropic, aws-cur or csv.")
  private InvoiceFormat format;

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description = "The ledger's name of the provider (default: openai, anthropic, bedrock).")
  private @Nullable String provider;

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "The first UTC day (default: the invoices' first).")
  private @Nullable LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DAY",
      description = "The last UTC day (default: the invoices' last).")
  private @Nullable LocalDate to;

  @Option(
      names = "--tolerance",
      defaultValue = "1000",
      paramLabel = "PPM",
      description =
          "The gap that is let pass, in millionths of the invoice (default: ${DEFAULT-VALUE}).")
  private long tolerancePpm;

  @Option(
      names = "--alias",
      paramLabel = "INVOICE=LEDGER",
      description = "The ledger's name of a model that the invoice calls otherwise.")
  private Map<String, String> aliases = new TreeMap<>();

  @Option(
      names = "--column",
      paramLabel = "COLUMN=NAME",
      description = "The name that a CSV file has for a column: day, amount, model, meter, ...")
  private Map<String, String> columns = new TreeMap<>();

  @Option(
      names = "--accept",
      split = ",",
      paramLabel = "BUCKET",
      description = "Posts the differences of these buckets to the ledger as corrections.")
  private List<Bucket> accepted = new ArrayList<>();

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Option(names = "--csv", paramLabel = "FILE", description = "Writes the findings as CSV, too.")
  private @Nullable Path csv;

  /**
   * A command on a ledger.
   *
   * @param metered where the ledger's side is read from
   * @param posting where accepted differences go
   */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LedgerReconcileCommand(MeteredLines metered, VariancePosting posting) {
    this.metered = metered;
    this.posting = posting;
  }

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    try {
      return reconcile();
    } catch (InvoiceException invalid) {
      spec.commandLine().getErr().println(invalid.getMessage());
      return Tollgate.INVALID;
    }
  }

  private int reconcile() throws IOException, InvalidFilesException {
    if (accepted.contains(Bucket.UNEXPLAINED)) {
      throw new ParameterException(
          spec.commandLine(),
          "What is unexplained cannot be accepted. Find out what it is, or correct the invoice.");
    }
    Set<Bucket> taken = EnumSet.noneOf(Bucket.class);
    taken.addAll(accepted);
    CsvColumns named = columns();
    Path books = ledger.ledger();
    Reconciliation result;
    try (ProgressBar bar = ProgressBar.on(spec.commandLine().getErr(), "reading", json)) {
      List<InvoiceLine> lines = read(named, bar);
      Period period = period(lines);
      MeteredLines.Metered booked =
          metered.read(books, period, (done, total) -> bar.at("ledger", share(done, total)));
      result = new Reconciler(period, aliases).reconcile(booked, lines);
    }
    show(result, taken);
    List<Variance> variances = result.variances(taken);
    if (!variances.isEmpty()) {
      int posted = posting.post(books, variances);
      if (!json) {
        spec.commandLine().getOut().printf("%,d corrections are posted.%n", posted);
      }
    }
    return result.isSound(tolerancePpm, taken) ? 0 : Tollgate.FOUND_WRONG;
  }

  private CsvColumns columns() {
    try {
      return new CsvColumns(columns);
    } catch (IllegalArgumentException unknown) {
      throw new ParameterException(
          spec.commandLine(), "--column: " + unknown.getMessage(), unknown);
    }
  }

  private List<InvoiceLine> read(CsvColumns named, ProgressBar bar) throws IOException {
    Invoices reader = new Invoices(format, named, provider);
    List<InvoiceLine> lines = new ArrayList<>();
    for (Path file : invoices) {
      String name = file.getFileName().toString();
      lines.addAll(reader.read(file, (done, total) -> bar.at(name, share(done, total))));
    }
    return lines;
  }

  private static double share(long done, long total) {
    return total == 0 ? 1 : (double) done / total;
  }

  private Period period(List<InvoiceLine> lines) {
    LocalDate first = from;
    LocalDate last = to;
    for (InvoiceLine line : lines) {
      if (from == null && (first == null || line.day().isBefore(first))) {
        first = line.day();
      }
      if (to == null && (last == null || line.lastDay().isAfter(last))) {
        last = line.lastDay();
      }
    }
    if (first == null || last == null || last.isBefore(first)) {
      throw new ParameterException(
          spec.commandLine(), "There are no days from " + first + " to " + last + ".");
    }
    return new Period(first, last);
  }

  private void show(Reconciliation result, Set<Bucket> taken) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ReconciliationJson.write(result, tolerancePpm, taken));
    } else {
      ReconciliationText.print(out, result, taken);
    }
    Path file = csv;
    if (file != null) {
      try (Writer writer = Files.newBufferedWriter(file)) {
        ReconciliationCsv.write(writer, result);
      }
    }
  }
}
