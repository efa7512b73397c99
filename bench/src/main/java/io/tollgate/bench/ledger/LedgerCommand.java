package io.tollgate.bench.ledger;

import io.tollgate.bench.ReportFolder;
import io.tollgate.bench.Seed;
import io.tollgate.gateway.cli.ProgressBar;
import io.tollgate.gateway.cli.Tollgate;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.ledger.LedgerException;
import io.tollgate.gateway.ledger.LedgerFill;
import io.tollgate.gateway.store.NodeIdentity;
import io.tollgate.gateway.store.StoreSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tollgate bench ledger}: how a ledger of millions of lines answers. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Fills a store with a month of made-up requests, by the way that a gateway's entries take,",
      "and times what finance asks of it: reports, reading all charges, a FOCUS export."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; every report took less than 200 ms, and the export's memory was bounded",
      "1:done; one of these is not so",
      "2:the command line is wrong, or a store cannot be filled"
    })
public final class LedgerCommand implements Callable<Integer> {

  private static final String USER = "postgres";
  private static final NodeIdentity NODE = new NodeIdentity(new UUID(0, 1), "bench");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--lines",
      paramLabel = "N",
      defaultValue = "10000000",
      description = "Lines of bills, four for each request. Default: ${DEFAULT-VALUE}.")
  private long lines;

  @Option(
      names = "--postgres",
      paramLabel = "URL",
      description =
          "An empty database to be filled as well, e.g. postgresql://127.0.0.1:5432/bench."
              + " Default: the embedded store alone.")
  private @Nullable String postgres;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      defaultValue = USER,
      description = "Of the database, without a password. Default: ${DEFAULT-VALUE}.")
  private String user = USER;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Mixin private Seed seed = new Seed();

  @Mixin private ReportFolder folder = new ReportFolder();

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    if (lines < Month.LINES_PER_REQUEST) {
      err.println("tollgate: --lines: " + lines + " (expected: 4 or more)");
      return Tollgate.INVALID;
    }
    try {
      LedgerBenchReport report = measure(err);
      report.write(folder.directory(), spec.commandLine().getOut(), json);
      return report.isWithinBars() ? 0 : Tollgate.FOUND_WRONG;
    } catch (LedgerException e) {
      err.println("tollgate: " + e.getMessage());
      return Tollgate.INVALID;
    }
  }

  private LedgerBenchReport measure(PrintWriter err) throws IOException {
    Month month = new Month(lines / Month.LINES_PER_REQUEST, seed.value());
    Path directory = Files.createDirectories(folder.directory().resolve("store"));
    clear(directory);
    List<StoreTimes> stores = new ArrayList<>();
    double seconds = fill(err, "embedded", month, LedgerFill.embedded(directory));
    long bytes = Files.size(directory.resolve("store.sqlite"));
    stores.add(
        StoreTimes.of("embedded (SQLite)", seconds, bytes, () -> FinanceReport.open(directory)));
    ExportTimes export = ExportTimes.of(directory, folder.directory());
    String url = postgres;
    if (url != null) {
      StoreSettings settings = new StoreSettings(url, user, null, StoreSettings.EXPIRY);
      seconds =
          fill(
              err,
              "shared",
              month,
              LedgerFill.shared(settings, NODE, Month.FROM.plus(Month.LENGTH)));
      stores.add(
          StoreTimes.of("shared (PostgreSQL)", seconds, 0, () -> FinanceReport.open(settings)));
    }
    clear(directory);
    return new LedgerBenchReport(folder.commandLine(), month.requests(), stores, export);
  }

  private double fill(PrintWriter err, String what, Month month, LedgerFill store) {
    long begin = System.nanoTime();
    AtomicLong entries = new AtomicLong();
    try (ProgressBar bar = ProgressBar.on(err, "filling the " + what + " store", json);
        LedgerFill filling = store) {
      month.play(entry -> {
        filling.add(entry);
        // Three entries for a request, and two more for the few that fail first.
        bar.at(Math.min(entries.incrementAndGet(), 3 * month.requests()), 3 * month.requests());
      });
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void clear(Path directory) throws IOException {
    for (String end : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(directory.resolve("store.sqlite" + end));
    }
  }
}
