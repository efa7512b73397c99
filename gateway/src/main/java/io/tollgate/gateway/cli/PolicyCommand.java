package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.config.RoutingFiles;
import io.tollgate.gateway.config.RoutingState;
import io.tollgate.policies.yaml.Parsed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tollgate policy}: what there is to do with routing policies. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "Checks routing policies before they are put in force.")
final class PolicyCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  PolicyCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say check.");
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Reads a policy file against the models and prices of the configuration and names every",
        "mistake by file, line and column. Nothing is put in force."
      })
  int check(
      @Mixin ConfigOption config,
      @Parameters(
              arity = "0..1",
              paramLabel = "FILE",
              description = "The policies (default: the configuration's).")
          @Nullable Path file,
      @Option(names = "--json", description = "Prints the result as JSON.") boolean json)
      throws IOException, InvalidFilesException {
    try (FetchedDocuments documents = FetchedDocuments.open()) {
      return check(files(config, documents, file), json);
    }
  }

  private static RoutingFiles files(
      ConfigOption config, FetchedDocuments documents, @Nullable Path file)
      throws IOException, InvalidFilesException {
    if (!config.isPresent()) {
      return new RoutingFiles(List.of(), List.of(), file, null, Set.of());
    }
    GatewayConfig read = config.read();
    return file == null ? documents.routing(read) : documents.models(read).withPolicies(file);
  }

  private int check(RoutingFiles files, boolean json) {
    Parsed<RoutingState> result = files.read(Instant.now());
    String what = files.policies() == null ? "the built-in policies" : files.policies().toString();
    return CheckResult.print(spec, what, result, json);
  }
}
