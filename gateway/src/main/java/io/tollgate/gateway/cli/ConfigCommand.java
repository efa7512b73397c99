package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.Snapshot;
import java.io.IOException;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tollgate config}: what there is to do with the configuration. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Checks the configuration before it is put in force.")
final class ConfigCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  ConfigCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say check.");
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Reads the configuration and every file it names (secrets, certificates, models, prices,",
        "policies, keys) as a start or a reload would, and names every mistake by file, line and",
        "column. Nothing is put in force."
      })
  int check(
      @Mixin ConfigOption config,
      @Option(names = "--json", description = "Prints the result as JSON.") boolean json)
      throws IOException {
    try (FetchedDocuments documents = FetchedDocuments.open()) {
      return CheckResult.print(
          spec,
          config.path().toString(),
          Snapshot.read(documents.of(config.source()), Instant.now()),
          json);
    }
  }
}
