package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.ledger.BadRecord;
import io.tollgate.gateway.ledger.LedgerRebuild;
import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.gateway.ledger.Verification;
import io.tollgate.gateway.store.StoreSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tollgate ledger}: reads, checks and rebuilds the ledger. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    subcommands = {
      LedgerReportCommand.class,
      LedgerUnitsCommand.class,
      LedgerVarianceCommand.class,
      LedgerForecastCommand.class,
      LedgerAnomaliesCommand.class,
      LedgerStatementCommand.class
    },
    description = {
      "Reads, checks and rebuilds the ledger.",
      "Reading and checking are safe while a gateway runs."
    })
final class LedgerCommand implements Runnable {

  /** Where the demo keeps its ledger: what is meant where nothing is configured. */
  private static final Path DEMO = Path.of("var", "demo", "ledger");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Mixin private ConfigOption config;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The ledger (default: the configuration's data_dir, else the demo's).")
  private @Nullable Path directory;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LedgerCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do; `tollgate ledger --help` lists it.");
  }

  /** The price files that are in force; none where nothing is configured. */
  List<Path> priceFiles() throws IOException, InvalidFilesException {
    return config.isPresent() ? config.read().priceFiles() : List.of();
  }

  /** The ledger that is meant. */
  Path ledger() throws IOException, InvalidFilesException {
    Path meant = directory;
    if (meant == null) {
      meant = config.isPresent() ? config.read().dataDir() : DEMO;
    }
    if (!Files.isDirectory(meant.resolve("journal"))) {
      throw new IOException(
          "there is no ledger in "
              + meant
              + ". Name one with --dir or --config, or run `tollgate demo` for one to look at.");
    }
    return meant;
  }

  /** The store that gateways share. */
  StoreSettings sharedStore() throws IOException, InvalidFilesException {
    StoreSettings store = config.read().store();
    if (store == null) {
      throw new IOException(
          config.path()
              + " names no store that gateways share: write `store` with `ledger: shared` into"
              + " it.");
    }
    return store;
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Checks every hash, every sum and every balance of the journal, and that the store agrees.",
        "Names the first bad record. Exit code 1 where something is wrong."
      })
  int verify(@Option(names = "--json", description = "Prints the result as JSON.") boolean json)
      throws IOException, InvalidFilesException {
    Path ledger = ledger();
    PrintWriter out = spec.commandLine().getOut();
    Verification result;
    try (ProgressBar bar = ProgressBar.on(spec.commandLine().getErr(), "verifying", json)) {
      result = LedgerVerifier.verify(ledger, bar);
    }
    if (json) {
      out.println(JSON.writeValueAsString(result));
    } else {
      print(out, ledger, result);
    }
    return result.isSound() ? 0 : Tollgate.FOUND_WRONG;
  }

  private static void print(PrintWriter out, Path ledger, Verification result) {
    out.printf(
        "%s: %,d records in %d segments are sound%n", ledger, result.records(), result.segments());
    out.printf("last hash %s%n", result.lastHash());
    if (result.requestsOpen() > 0) {
      out.printf(
          "%d requests are open: running, or to be resolved at the next start%n",
          result.requestsOpen());
    }
    BadRecord bad = result.bad();
    if (bad != null) {
      out.println("BAD RECORD: " + bad.sentence());
    }
    result.storeProblems().forEach(problem -> out.println("STORE: " + problem));
    out.println(
        result.isSound()
            ? "The ledger verifies."
            : bad != null
                ? "The ledger does not verify: what follows the bad record cannot be trusted."
                : "The journal verifies, the store does not agree: `tollgate ledger rebuild` makes"
                    + " it anew.");
  }

  @Command(
      name = "rebuild",
      mixinStandardHelpOptions = true,
      description = "Makes the store anew from the journal. The gateway must be stopped.")
  int rebuild(@Option(names = "--json", description = "Prints the result as JSON.") boolean json)
      throws IOException, InvalidFilesException {
    LedgerRebuild.Rebuilt result;
    try (ProgressBar bar = ProgressBar.on(spec.commandLine().getErr(), "rebuilding", json)) {
      result = LedgerRebuild.rebuild(ledger(), bar);
    }
    if (json) {
      spec.commandLine().getOut().println(JSON.writeValueAsString(result));
    } else {
      spec.commandLine()
          .getOut()
          .printf("The store is made anew: %,d records.%n", result.records());
    }
    return 0;
  }
}
