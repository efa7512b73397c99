package io.tollgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a bench leaves its report, and the command line that the report is headed with. */
public final class ReportFolder {

  private static final Path BUILD = Path.of("bench", "target");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "For the report and what belongs to it. Default: bench/target/${COMMAND-NAME}, else"
              + " ${COMMAND-NAME}-report.")
  private @Nullable Path out;

  /** The folder, which is made where there is none. */
  public Path directory() throws IOException {
    Path directory = out;
    if (directory == null) {
      directory =
          Files.isDirectory(BUILD)
              ? BUILD.resolve(command.name())
              : Path.of(command.name() + "-report");
    }
    return Files.createDirectories(directory);
  }

  /** The command line as it was given. */
  public String commandLine() {
    List<String> words = command.commandLine().getParseResult().originalArgs();
    // Where the command was called by another one, they are the words of both.
    List<String> own = words.subList(words.indexOf(command.name()) + 1, words.size());
    return "tollgate bench " + command.name() + " " + String.join(" ", own);
  }
}
