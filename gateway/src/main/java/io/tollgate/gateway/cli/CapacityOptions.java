package io.tollgate.gateway.cli;

import io.tollgate.gateway.capacity.PoolHour;
import io.tollgate.gateway.capacity.WorkLog;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.policies.builtin.BuiltIn;
import io.tollgate.policies.capacity.Pool;
import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.CatalogFile;
import io.tollgate.policies.price.PriceBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a command finds pools, prices and what was measured: in a configuration. */
final class CapacityOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private ConfigOption config;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The ledger (default: the configuration's data_dir).")
  private @Nullable Path directory;

  private @Nullable GatewayConfig read;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  CapacityOptions() {}

  private GatewayConfig config() throws IOException, InvalidFilesException {
    GatewayConfig known = read;
    if (known == null) {
      known = config.read();
      read = known;
    }
    return known;
  }

  /** All models there are, those of providers that are not configured among them. */
  Catalog catalog() throws IOException, InvalidFilesException {
    Catalog catalog = BuiltIn.catalog();
    for (Path file : config().catalogFiles()) {
      catalog =
          catalog.plus(
              PriceFiles.valueOf(CatalogFile.parse(file.toString(), Files.readString(file))));
    }
    return catalog;
  }

  PriceBook prices() throws IOException, InvalidFilesException {
    return PriceFiles.inForce(config().priceFiles());
  }

  /** The ledger, which is there. */
  Path ledger() throws IOException, InvalidFilesException {
    Path meant = directory();
    if (!Files.isDirectory(meant.resolve("journal"))) {
      throw new IOException(
          "there is no ledger in " + meant + ". Name one with --dir, or --config of a gateway.");
    }
    return meant;
  }

  private Path directory() throws IOException, InvalidFilesException {
    Path named = directory;
    return named == null ? config().dataDir() : named;
  }

  /** What pools did from one hour on, before another. */
  List<PoolHour> work(Instant from, Instant to) throws IOException, InvalidFilesException {
    return WorkLog.of(directory()).read(from, to);
  }

  /** The pool of a name. */
  Pool pool(Catalog catalog, String name) {
    Pool pool = catalog.pool(name);
    if (pool == null) {
      List<String> known = catalog.pools().stream().map(Pool::name).toList();
      throw new ParameterException(
          spec.commandLine(),
          "There is no pool \"%s\". %s"
              .formatted(
                  name,
                  known.isEmpty()
                      ? "Say pools: in a file that the configuration names under models:"
                          + " (docs/capacity.md)."
                      : "There is " + String.join(", ", known) + "."));
    }
    return pool;
  }
}
