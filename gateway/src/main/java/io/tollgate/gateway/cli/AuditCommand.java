package io.tollgate.gateway.cli;

import io.tollgate.gateway.audit.AuditFile;
import io.tollgate.gateway.audit.AuditVerification;
import io.tollgate.gateway.config.InvalidFilesException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code tollgate admin audit}: reads and checks the audit log. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Reads and checks the audit log; safe while a gateway runs.")
final class AuditCommand implements Runnable {

  @Mixin private ConfigOption config;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The gateway's data_dir (default: the configuration's).")
  private @Nullable Path directory;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  AuditCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say verify or list.");
  }

  private Path file() throws IOException, InvalidFilesException {
    Path meant = directory;
    Path file = AuditFile.of(meant == null ? config.read().dataDir() : meant);
    if (!Files.exists(file)) {
      throw new IOException(file + " is not there: nothing was recorded yet, or name it by --dir.");
    }
    return file;
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Checks every line and that each follows the one before. Exit code 1 where one does not.",
        "Note the last hash elsewhere: lines that are taken away at the end change it."
      })
  int verify() throws IOException, InvalidFilesException {
    Path file = file();
    AuditVerification result = AuditFile.verify(file);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s: %,d lines are sound%n", file, result.lines());
    out.printf("last hash %s%n", result.lastHash());
    if (!result.isSound()) {
      out.println("BAD LINE: " + result.problem());
    }
    return result.isSound() ? 0 : Tollgate.FOUND_WRONG;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints the latest lines, as they are in the file.")
  int list(
      @Option(
              names = "--last",
              defaultValue = "100",
              paramLabel = "N",
              description = "How many. Default: ${DEFAULT-VALUE}.")
          int last)
      throws IOException, InvalidFilesException {
    AuditFile.latest(file(), 0, last).forEach(spec.commandLine().getOut()::println);
    return 0;
  }
}
