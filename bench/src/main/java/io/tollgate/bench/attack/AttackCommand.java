package io.tollgate.bench.attack;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tollgate bench attack}: what clients that mean harm cost the others. */
@Command(
    name = "attack",
    mixinStandardHelpOptions = true,
    subcommands = SlowReadersCommand.class,
    description = "Measures what well-behaved clients notice of others that are not.")
public final class AttackCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say slow-readers.");
  }
}
