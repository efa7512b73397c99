package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.store.StoreConnections;
import io.tollgate.gateway.store.StoreSettings;
import java.io.IOException;
import picocli.CommandLine.Mixin;

/** Which store of several gateways a command is about: the configuration's. */
final class StoreOption {

  @Mixin private ConfigOption config;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  StoreOption() {}

  ConfigOption config() {
    return config;
  }

  /**
   * Connections to it.
   *
   * @throws IOException if there is no configuration, or it names no store
   */
  StoreConnections open() throws IOException, InvalidFilesException {
    return open(config.read());
  }

  /** The same for a configuration that was read. */
  StoreConnections open(GatewayConfig read) throws IOException {
    StoreSettings settings = read.store();
    if (settings == null) {
      throw new IOException(
          config.path()
              + " names no store. Write store: { url: \"postgresql://...\", user: ..., password:"
              + " env:... } (docs/cluster.md).");
    }
    return new StoreConnections(settings);
  }
}
