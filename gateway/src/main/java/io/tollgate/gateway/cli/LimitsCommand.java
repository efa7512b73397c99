package io.tollgate.gateway.cli;

import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.keys.Directory;
import io.tollgate.gateway.limit.LimitKind;
import io.tollgate.gateway.limit.RateLimit;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tollgate limits}: how fast it may be asked. */
@Command(
    name = "limits",
    mixinStandardHelpOptions = true,
    description = {
      "How many requests and tokens there may be: in a minute, and at one time.",
      "A running gateway takes the change in within a second; what was used stays used."
    })
final class LimitsCommand implements Runnable {

  private static final DirectoryItems.Kind<RateLimit> LIMIT =
      new DirectoryItems.Kind<>("limit", RateLimit::id, Directory::limits, Directory::withLimits);

  @Mixin private DirectoryItems items;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LimitsCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say set, list or remove.");
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Makes a limit, or changes it to be as the options say.")
  int set(
      @Parameters(paramLabel = "ID", description = "Its name, such as search-rate.") String id,
      @Option(
              names = "--scope",
              required = true,
              paramLabel = "SCOPE",
              description =
                  "What it is for: everything, organization:ID, team:ID, project:ID, user:ID,"
                      + " key:ID, tag:NAME=VALUE, or model:PROVIDER/MODEL for all callers"
                      + " together.")
          String scope,
      @Option(
              names = "--requests",
              defaultValue = "0",
              paramLabel = "N",
              description = "Requests in a minute.")
          long requests,
      @Option(
              names = "--tokens",
              defaultValue = "0",
              paramLabel = "N",
              description = "Tokens of input and output in a minute.")
          long tokens,
      @Option(
              names = "--concurrent",
              defaultValue = "0",
              paramLabel = "N",
              description = "Requests that run at one time.")
          long concurrent,
      @Option(
              names = "--wait-ms",
              defaultValue = "0",
              paramLabel = "MS",
              description =
                  "How long a request may wait before it is refused. Default: ${DEFAULT-VALUE}.")
          long waitMs)
      throws IOException, InvalidFilesException {
    return items.set(
        LIMIT,
        () ->
            new RateLimit(
                id, Scope.parse(scope), requests, tokens, concurrent, Duration.ofMillis(waitMs)));
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "Lists the limits.",
        "How they stand is told by a running gateway: GET /admin/v1/limits."
      })
  int list() throws IOException, InvalidFilesException {
    for (RateLimit limit : items.list(LIMIT)) {
      StringBuilder bounds = new StringBuilder();
      for (LimitKind kind : LimitKind.values()) {
        if (limit.bound(kind) > 0) {
          bounds.append("  ").append(kind.key()).append(' ').append(limit.bound(kind));
        }
      }
      if (!limit.longestWait().isZero()) {
        bounds.append("  wait ").append(limit.longestWait().toMillis()).append(" ms");
      }
      spec.commandLine().getOut().printf("%-24s  %-32s%s%n", limit.id(), limit.scope(), bounds);
    }
    return 0;
  }

  @Command(name = "remove", mixinStandardHelpOptions = true, description = "Removes a limit.")
  int remove(@Parameters(paramLabel = "ID", description = "Its name.") String id)
      throws IOException, InvalidFilesException {
    return items.remove(LIMIT, id);
  }
}
