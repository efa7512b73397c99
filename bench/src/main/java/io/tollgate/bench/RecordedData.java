package io.tollgate.bench;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where recorded outcomes are. The first of a command's options, in its help. */
public final class RecordedData {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      order = -4,
      description = "Where sets are.")
  private Path directory = Path.of(".");

  /** The directory. */
  public Path directory() {
    return directory;
  }
}
