package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.ConfigSource;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.config.SecretSource;
import io.tollgate.policies.yaml.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --config}, and where the configuration is when it is not given. */
final class ConfigOption {

  /** Looked for in the working directory. */
  static final Path DEFAULT = Path.of("tollgate.yaml");

  static final String NAME = "--config";

  @Option(
      names = NAME,
      paramLabel = "FILE",
      description = "The configuration (default: tollgate.yaml in the working directory).")
  private @Nullable Path file;

  /** What picocli is to fill in; as it is, where the configuration is when none is named. */
  ConfigOption() {}

  /** As if a file had been given. */
  ConfigOption(Path file) {
    this.file = file;
  }

  /** Whether a configuration is named or lies in the working directory. */
  boolean isPresent() {
    return file != null || Files.exists(DEFAULT);
  }

  /** The configuration file. */
  Path path() {
    return file == null ? DEFAULT : file;
  }

  /**
   * Reads the configuration.
   *
   * @throws IOException if there is no such file
   * @throws InvalidFilesException if it has mistakes
   */
  GatewayConfig read() throws IOException, InvalidFilesException {
    return switch (source().read()) {
      case Parsed.Ok<GatewayConfig>(GatewayConfig config) -> config;
      case Parsed.Failed<GatewayConfig> failed ->
          throw new InvalidFilesException(failed.problems());
    };
  }

  /**
   * Where the configuration is read.
   *
   * @throws IOException if there is no such file
   */
  ConfigSource source() throws IOException {
    Path path = path();
    if (!Files.isRegularFile(path)) {
      throw new IOException(
          path
              + (Files.exists(path) ? " is not a file." : " is not there.")
              + " Write one (README, \"Real providers\") or name it with --config;"
              + " `tollgate demo` needs none.");
    }
    return ConfigSource.file(path, new SecretSource(System.getenv()));
  }
}
