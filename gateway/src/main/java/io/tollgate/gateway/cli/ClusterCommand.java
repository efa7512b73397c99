package io.tollgate.gateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tollgate cluster}: what several gateways share. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    subcommands = {
      ClusterPublishCommand.class,
      ClusterDocumentsCommand.class,
      ClusterGetCommand.class,
      ClusterStatusCommand.class,
      ClusterForgetCommand.class
    },
    description = "What several gateways share through the PostgreSQL of `store` in tollgate.yaml.")
final class ClusterCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  ClusterCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say publish, documents, get, status or forget.");
  }
}
