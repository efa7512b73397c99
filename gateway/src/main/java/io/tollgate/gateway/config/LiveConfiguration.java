package io.tollgate.gateway.config;

import io.tollgate.gateway.keys.VirtualKeys;
import io.tollgate.gateway.metrics.GatewayMetrics;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routing state and the virtual keys that hold at the moment, replaced as whole snapshots when
 * their files change. A file with mistakes changes nothing and is named in the log.
 *
 * <p>Reading is safe from any thread; reloading is for one thread.
 */
public final class LiveConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(LiveConfiguration.class);

  private final RoutingFiles files;
  private final Path keyFile;
  private final GatewayMetrics metrics;
  private final InstantSource clock;
  private final FileWatcher watcher = new FileWatcher();
  private volatile RoutingState routing;
  private volatile VirtualKeys keys;

  private LiveConfiguration(GatewayConfig config, GatewayMetrics metrics, InstantSource clock)
      throws InvalidFilesException {
    this.files = RoutingFiles.of(config);
    this.keyFile = config.keyFile();
    this.metrics = metrics;
    this.clock = clock;
    // Before the first reading, so that an edit during the start is not missed.
    watcher.watch(files.all(), this::reloadRouting);
    watcher.watch(List.of(keyFile), this::reloadKeys);
    this.routing = orThrow(files.read(clock.instant()));
    this.keys = orThrow(readKeys(keyFile));
  }

  /**
   * Reads everything for the first time.
   *
   * @throws InvalidFilesException if a file has mistakes
   */
  public static LiveConfiguration load(
      GatewayConfig config, GatewayMetrics metrics, InstantSource clock)
      throws InvalidFilesException {
    return new LiveConfiguration(config, metrics, clock);
  }

  private static <T> T orThrow(Parsed<T> parsed) throws InvalidFilesException {
    return switch (parsed) {
      case Parsed.Ok<T>(T value) -> value;
      case Parsed.Failed<T> failed -> throw new InvalidFilesException(failed.problems());
    };
  }

  private static Parsed<VirtualKeys> readKeys(Path file) {
    try {
      return KeyFile.parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      return new Parsed.Failed<>(
          List.of(
              new Problem(
                  file.toString(),
                  1,
                  1,
                  "",
                  "the file of virtual keys cannot be read",
                  "make a first key with `tollgate keys create --name NAME`")));
    }
  }

  /** The snapshot that requests arriving now are decided by. */
  public RoutingState routing() {
    return routing;
  }

  /** The keys that are accepted now. */
  public VirtualKeys keys() {
    return keys;
  }

  /** Starts watching the files; closing the watcher ends that. To be called once. */
  public FileWatcher watch() {
    watcher.start();
    return watcher;
  }

  private void reloadRouting() {
    switch (files.read(clock.instant())) {
      case Parsed.Ok<RoutingState>(RoutingState state) -> {
        routing = state;
        metrics.reloaded("routing", true);
        LOG.info("models, prices and policies were read again and are in force");
      }
      case Parsed.Failed<RoutingState> failed -> rejected("routing", failed.problems());
    }
  }

  private void reloadKeys() {
    switch (readKeys(keyFile)) {
      case Parsed.Ok<VirtualKeys>(VirtualKeys read) -> {
        keys = read;
        metrics.reloaded("keys", true);
        LOG.info("virtual keys were read again and are in force");
      }
      case Parsed.Failed<VirtualKeys> failed -> rejected("keys", failed.problems());
    }
  }

  private void rejected(String what, List<Problem> problems) {
    metrics.reloaded(what, false);
    problems.forEach(problem -> LOG.error("not taken, what ran before runs on: {}", problem));
  }
}
