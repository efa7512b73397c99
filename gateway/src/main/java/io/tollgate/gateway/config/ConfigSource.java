package io.tollgate.gateway.config;

import io.tollgate.policies.yaml.Parsed;
import java.nio.file.Path;

/**
 * Where the configuration comes from: a file, which is read again whenever it or a file of its
 * secrets changes, or a value, which stays as it is.
 */
public final class ConfigSource {

  /** Reads the configuration as it is now, and notes the files it read. */
  @FunctionalInterface
  private interface Reading {
    Parsed<GatewayConfig> read(FileStates files);
  }

  private final Reading reading;

  private ConfigSource(Reading reading) {
    this.reading = reading;
  }

  /**
   * A configuration file.
   *
   * @param secrets where its {@code env:} and {@code file:} references are looked up
   */
  public static ConfigSource file(Path file, SecretSource secrets) {
    return new ConfigSource(files -> ConfigFile.read(file, secrets, files));
  }

  /** A configuration that never changes; the files it names are read again nevertheless. */
  public static ConfigSource fixed(GatewayConfig config) {
    return new ConfigSource(files -> new Parsed.Ok<>(config));
  }

  /** The same, with the documents that it names fetched before they are read. */
  public ConfigSource fetching(NodeDocuments documents) {
    return new ConfigSource(files ->
        switch (reading.read(files)) {
          case Parsed.Ok<GatewayConfig>(GatewayConfig config) -> documents.fetch(config);
          case Parsed.Failed<GatewayConfig> failed -> failed;
        });
  }

  /** The configuration as it is now. */
  public Parsed<GatewayConfig> read() {
    return read(new FileStates());
  }

  Parsed<GatewayConfig> read(FileStates files) {
    return reading.read(files);
  }
}
