package io.tollgate.gateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tollgate capacity}: machines of one's own, what they cost and whether they pay. */
@Command(
    name = "capacity",
    mixinStandardHelpOptions = true,
    description = {
      "Proposes prices for models on machines of one's own, and shows what these cost, how much of"
          + " it requests were charged with, and when owning pays.",
      "Reading is safe while a gateway runs. See docs/capacity.md."
    })
final class CapacityCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  CapacityCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say rate, report or energy.");
  }
}
