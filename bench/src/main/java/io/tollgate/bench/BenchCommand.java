package io.tollgate.bench;

import io.tollgate.bench.attack.AttackCommand;
import io.tollgate.bench.budget.BudgetCommand;
import io.tollgate.bench.chaos.ChaosCommand;
import io.tollgate.bench.holds.HoldsCommand;
import io.tollgate.bench.jmh.JmhCommand;
import io.tollgate.bench.ledger.LedgerCommand;
import io.tollgate.bench.load.LoadCommand;
import io.tollgate.bench.load.ScaleCommand;
import io.tollgate.bench.provider.ProviderCommand;
import io.tollgate.bench.routing.RoutingCommand;
import io.tollgate.gateway.cli.CommandProvider;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tollgate bench}: measuring. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    subcommands = {
      LoadCommand.class,
      ScaleCommand.class,
      RoutingCommand.class,
      BudgetCommand.class,
      HoldsCommand.class,
      LedgerCommand.class,
      ChaosCommand.class,
      AttackCommand.class,
      JmhCommand.class,
      ProviderCommand.class
    },
    description = {
      "Measures: load, scale, routing, quality budgets, holds, large ledgers, chaos, attacks,"
          + " micro-benchmarks, a simulated provider to run against.",
      "Without a sub-command: the load run beside plain proxies in its two-minute version."
    })
public final class BenchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  private BenchCommand() {}

  /** Puts the command on the {@code tollgate} command line. */
  public static final class Provider implements CommandProvider {
    @Override
    public Object command() {
      return new BenchCommand();
    }
  }

  @Override
  public Integer call() {
    CommandLine load = Objects.requireNonNull(spec.subcommands().get("load"));
    return load.execute("--quick");
  }
}
