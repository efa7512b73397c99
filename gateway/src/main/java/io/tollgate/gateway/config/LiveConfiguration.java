package io.tollgate.gateway.config;

import io.tollgate.gateway.keys.Directory;
import io.tollgate.gateway.metrics.GatewayMetrics;
import io.tollgate.gateway.upstream.Provider;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.Problem;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshot that holds at the moment, replaced as a whole when its files change. A file with
 * mistakes changes nothing and is named in the log.
 *
 * <p>The configuration and all it names are one unit, so that no request ever sees half of an edit.
 * Only the keys are taken in by themselves as well: a key can be revoked whatever else is broken.
 *
 * <p>Safe for use by several threads.
 */
public final class LiveConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(LiveConfiguration.class);

  private final ConfigSource source;
  private final GatewayMetrics metrics;
  private final InstantSource clock;
  private final GatewayConfig started;
  private final FileWatcher watcher = new FileWatcher();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile FileStates files;
  private volatile FileStates keyFiles;
  private volatile Snapshot current;
  private List<String> waiting = List.of();

  private LiveConfiguration(ConfigSource source, GatewayMetrics metrics, InstantSource clock)
      throws InvalidFilesException {
    this.source = source;
    this.metrics = metrics;
    this.clock = clock;
    this.files = new FileStates();
    this.keyFiles = new FileStates();
    this.started = orThrow(source.read(files));
    this.current = orThrow(Snapshot.read(started, clock.instant(), files, keyFiles));
    watcher.watch(() -> files, this::reloadFiles);
    watcher.watch(() -> keyFiles, this::reloadKeys);
  }

  /**
   * Reads everything for the first time.
   *
   * @throws InvalidFilesException if a file has mistakes
   */
  public static LiveConfiguration load(
      ConfigSource source, GatewayMetrics metrics, InstantSource clock)
      throws InvalidFilesException {
    return new LiveConfiguration(source, metrics, clock);
  }

  private static <T> T orThrow(Parsed<T> parsed) throws InvalidFilesException {
    return switch (parsed) {
      case Parsed.Ok<T>(T value) -> value;
      case Parsed.Failed<T> failed -> throw new InvalidFilesException(failed.problems());
    };
  }

  /** The snapshot that requests arriving now go by. */
  public Snapshot current() {
    return current;
  }

  /** Runs something after each change, on the thread that made it. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Starts watching the files; closing the watcher ends that. To be called once. */
  public FileWatcher watch() {
    watcher.start();
    return watcher;
  }

  /**
   * Reads every file now, whether or not it has changed.
   *
   * @return the mistakes because of which something was not taken
   */
  public synchronized List<Problem> reload() {
    List<Problem> problems = new ArrayList<>(reloadFiles());
    problems.addAll(reloadKeys());
    return problems;
  }

  private synchronized List<Problem> reloadFiles() {
    FileStates read = new FileStates();
    boolean taken = false;
    try {
      List<Problem> problems =
          switch (source.read(read)) {
            case Parsed.Ok<GatewayConfig>(GatewayConfig config) -> takeIn(config, read);
            case Parsed.Failed<GatewayConfig> failed -> rejected("config", failed.problems());
          };
      taken = problems.isEmpty();
      return problems;
    } finally {
      if (!taken) {
        // What a mistake kept from being read is watched on.
        read.noteAll(files);
      }
      files = read;
    }
  }

  private List<Problem> takeIn(GatewayConfig read, FileStates states) {
    Snapshot before = current;
    GatewayConfig config = read.withFixedSettingsOf(started);
    boolean configured = !config.equals(before.config());
    String what = configured ? "config" : "routing";
    FileStates movedKeys = new FileStates();
    Parsed<Directory> keys =
        config.keyFile().equals(before.config().keyFile())
            ? new Parsed.Ok<>(before.directory())
            : KeyFile.read(config.keyFile(), movedKeys);
    switch (Snapshot.of(config, RoutingFiles.of(config).read(clock.instant(), states), keys)) {
      case Parsed.Ok<Snapshot>(Snapshot next) -> {
        if (!movedKeys.isEmpty()) {
          keyFiles = movedKeys;
        }
        publish(next);
        metrics.reloaded(what, true);
        if (configured) {
          LOG.info(
              "the configuration was read again and is in force; providers that changed: {}",
              changedProviders(before.config(), config));
        } else {
          LOG.info("models, prices and policies were read again and are in force");
        }
        sayWhatWaits(read);
        return List.of();
      }
      case Parsed.Failed<Snapshot> failed -> {
        states.noteAll(movedKeys);
        return rejected(what, failed.problems());
      }
    }
  }

  private static List<String> changedProviders(GatewayConfig before, GatewayConfig after) {
    return Stream.concat(before.providers().stream(), after.providers().stream())
        .filter(provider ->
            !before.providers().contains(provider) || !after.providers().contains(provider))
        .map(Provider::name)
        .distinct()
        .toList();
  }

  /** Said once for each edit: the file says something that does not hold yet. */
  private void sayWhatWaits(GatewayConfig read) {
    List<String> differences = FixedSettings.differences(started, read);
    if (!differences.isEmpty() && !differences.equals(waiting)) {
      LOG.warn(
          "{} cannot be changed while the gateway runs: what the file says takes effect at the"
              + " next start",
          String.join(", ", differences));
    }
    waiting = differences;
  }

  /**
   * Reads the file of keys now; what is in it is in force when this returns.
   *
   * @return the mistakes because of which it was not taken
   */
  public synchronized List<Problem> reloadKeys() {
    FileStates read = new FileStates();
    Parsed<Directory> keys = KeyFile.read(current.config().keyFile(), read);
    keyFiles = read;
    switch (keys) {
      case Parsed.Ok<Directory>(Directory accepted) -> {
        publish(current.withDirectory(accepted));
        metrics.reloaded("keys", true);
        LOG.info("virtual keys were read again and are in force");
        return List.of();
      }
      case Parsed.Failed<Directory> failed -> {
        return rejected("keys", failed.problems());
      }
    }
  }

  private void publish(Snapshot next) {
    current = next;
    listeners.forEach(Runnable::run);
  }

  private List<Problem> rejected(String what, List<Problem> problems) {
    metrics.reloaded(what, false);
    problems.forEach(problem -> LOG.error("not taken, what ran before runs on: {}", problem));
    return problems;
  }
}
