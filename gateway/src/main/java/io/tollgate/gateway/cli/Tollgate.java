package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.focus.LedgerChargeLines;
import io.tollgate.gateway.reconcile.LedgerMeteredLines;
import io.tollgate.gateway.reconcile.LedgerVariancePosting;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Objects;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code tollgate} command. */
@Command(
    name = "tollgate",
    mixinStandardHelpOptions = true,
    version = "Tollgate 0.1.0",
    description =
        "A cost-aware LLM gateway and router with a ledger that shows where the money goes.",
    subcommands = {
      RunCommand.class,
      ConfigCommand.class,
      KeysCommand.class,
      UnitsCommand.class,
      BudgetsCommand.class,
      LimitsCommand.class,
      ClusterCommand.class,
      AdminCommand.class,
      PolicyCommand.class,
      PricesCommand.class,
      ProvidersCommand.class,
      LedgerCommand.class,
      RouterCommand.class,
      CapacityCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, and all is well",
      "1:done, and something was found wrong",
      "2:the command line or a file is wrong; nothing was done",
      "3:it could not be done"
    })
public final class Tollgate implements Runnable {

  /** Done, and something was found wrong. */
  public static final int FOUND_WRONG = 1;

  /** The command line or a file is wrong; nothing was done. */
  public static final int INVALID = 2;

  /** It could not be done. */
  public static final int FAILED = 3;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  private Tollgate() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    ConfigOption plain = PlainRun.of(arguments);
    int exitCode = plain == null ? commandLine().execute(arguments) : PlainRun.run(plain);
    // Commands that leave something running do not come here until it has stopped.
    System.exit(exitCode);
  }

  /** The command with every sub-command on the class path. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Tollgate());
    InstantSource clock = InstantSource.system();
    CommandLine ledger = Objects.requireNonNull(line.getSubcommands().get("ledger"));
    ledger.addSubcommand(new LedgerTaxCommand(clock));
    ledger.addSubcommand(new LedgerBalanceCommand());
    ledger.addSubcommand(
        new LedgerExportCommand(LedgerChargeLines::open, LedgerChargeLines::open, clock));
    ledger.addSubcommand(
        new LedgerReconcileCommand(new LedgerMeteredLines(), new LedgerVariancePosting(clock)));
    ledger.addSubcommand(new LedgerRerateCommand(clock));
    ledger.addSubcommand(new LedgerPurchaseCommand(clock));
    ledger.addSubcommand(new LedgerCloseCommand(clock));
    CommandLine capacity = Objects.requireNonNull(line.getSubcommands().get("capacity"));
    capacity.addSubcommand(new CapacityRateCommand(clock));
    capacity.addSubcommand(new CapacityReportCommand(clock));
    capacity.addSubcommand(new CapacityEnergyCommand(clock));
    for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
      line.addSubcommand(provider.command());
    }
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line.setExecutionExceptionHandler(
        (failure, command, parsed) -> failed(failure, command.getErr()));
  }

  /** Says why a command could not do what it was to, and gives its exit code. */
  static int failed(Exception failure, PrintWriter err) {
    if (failure instanceof InvalidFilesException invalid) {
      invalid.problems().forEach(err::println);
      return INVALID;
    }
    err.println("tollgate: " + Sentences.of(failure));
    return FAILED;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do; `tollgate --help` lists it.");
  }
}
