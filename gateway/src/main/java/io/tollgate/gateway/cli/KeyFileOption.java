package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which file of keys a command is about. */
final class KeyFileOption {

  @Mixin private ConfigOption config;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The file of keys (default: the configuration's, else keys.yaml).")
  private @Nullable Path file;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  KeyFileOption() {}

  Path path() throws IOException, InvalidFilesException {
    if (file != null) {
      return file;
    }
    return config.isPresent() ? config.read().keyFile() : Path.of("keys.yaml");
  }
}
