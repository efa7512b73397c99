package io.tollgate.gateway.config;

import io.tollgate.gateway.store.SharedDocuments;
import io.tollgate.gateway.store.SharedDocuments.Lack;
import io.tollgate.gateway.store.StoreSettings;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The documents that a configuration names, as files to be read: fetched before they are read for
 * the first time, and kept up to date while the configuration is watched.
 *
 * <p>Safe for use by several threads. Nothing is connected where no document is named.
 */
public final class NodeDocuments implements AutoCloseable {

  private final @Nullable Path apart;
  private @Nullable StoreSettings store;
  private @Nullable SharedDocuments shared;
  private @Nullable LiveConfiguration watching;
  private boolean begun;

  private NodeDocuments(@Nullable Path apart) {
    this.apart = apart;
  }

  /** The documents of a gateway, in its data_dir. */
  public static NodeDocuments ofGateway() {
    return new NodeDocuments(null);
  }

  /**
   * The documents as a gateway would get them, in another folder: it may run, and nobody else
   * writes its copies.
   */
  public static NodeDocuments apart(Path folder) {
    return new NodeDocuments(folder);
  }

  /** The configuration, with its documents there to be read; or what is lacking. */
  Parsed<GatewayConfig> fetch(GatewayConfig config) {
    return fetch(config, config.documents());
  }

  /** The same with those documents only that it uses for one of these. */
  public Parsed<GatewayConfig> fetchFor(GatewayConfig config, Set<DocumentUse> uses) {
    return fetch(
        config,
        config.documents().stream()
            .filter(name -> DocumentUse.of(config, name).stream().anyMatch(uses::contains))
            .collect(Collectors.toSet()));
  }

  private synchronized Parsed<GatewayConfig> fetch(GatewayConfig config, Set<String> names) {
    if (!begun) {
      begun = true;
      store = config.store();
    }
    if (names.isEmpty()) {
      return new Parsed.Ok<>(config);
    }
    if (store == null) {
      return problems(
          names,
          "the gateway was started without a store",
          "restart it: a store is not added while it runs");
    }
    try {
      if (apart != null) {
        copy(config, names, apart);
      }
      Map<String, Lack> lacking = open(store, config).fetch(names);
      return lacking.isEmpty()
          ? new Parsed.Ok<>(apart == null ? config : config.withMirror(apart))
          : new Parsed.Failed<>(
              lacking.entrySet().stream()
                  .map(lack -> problem(config, lack.getKey(), lack.getValue()))
                  .toList());
    } catch (IOException e) {
      return problems(names, "it cannot be copied (" + e.getMessage() + ")", "");
    }
  }

  /** What a start would fall back on. */
  private static void copy(GatewayConfig config, Set<String> names, Path to) throws IOException {
    for (String name : names) {
      Path copy = config.mirror().resolve(name);
      if (Files.exists(copy)) {
        Files.copy(copy, to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static Problem problem(GatewayConfig config, String name, Lack lack) {
    String file = DocumentPaths.PREFIX + name;
    return switch (lack) {
      case NOWHERE ->
          new Problem(
              file,
              1,
              1,
              "",
              "the store has no such document",
              name.equals(config.document(config.keyFile()))
                  ? "make a first key with `tollgate keys create --name NAME`, or put a file there:"
                      + " `tollgate cluster publish "
                      + name
                      + " FILE`"
                  : "put a file there: `tollgate cluster publish " + name + " FILE`");
      case NO_COPY ->
          new Problem(
              file,
              1,
              1,
              "",
              "the store does not answer, and this node has no copy in "
                  + config.mirror().resolve(name),
              "start PostgreSQL, correct `store` in the configuration, or name a file instead");
    };
  }

  private static Parsed<GatewayConfig> problems(Set<String> names, String message, String advice) {
    List<Problem> problems = new ArrayList<>();
    for (String name : names) {
      problems.add(new Problem(DocumentPaths.PREFIX + name, 1, 1, "", message, advice));
    }
    return new Parsed.Failed<>(problems);
  }

  private SharedDocuments open(StoreSettings settings, GatewayConfig config) {
    SharedDocuments open = shared;
    if (open == null) {
      open = new SharedDocuments(settings, apart == null ? config.mirror() : apart);
      shared = open;
      if (watching != null) {
        listen(open, watching);
      }
    }
    return open;
  }

  /** Has a configuration take in what changes, at once, until this is closed. */
  public synchronized void watch(LiveConfiguration live) {
    watching = live;
    if (shared != null) {
      listen(shared, live);
    }
  }

  private static void listen(SharedDocuments shared, LiveConfiguration live) {
    shared.start(changed -> {
      GatewayConfig config = live.current().config();
      String keys = config.document(config.keyFile());
      // First: whatever else is broken or takes its time, a revoked key is refused.
      if (keys != null && changed.contains(keys)) {
        live.reloadKeys();
      }
      if (!Set.of(keys == null ? "" : keys).containsAll(changed)) {
        live.reload();
      }
    });
  }

  /** Ends the watch; changes are made for as long as it is not closed. */
  public synchronized void stopWatching() {
    watching = null;
    if (shared != null) {
      shared.stop();
    }
  }

  /** Where the directory of a running gateway is kept and changed. */
  public synchronized DirectoryEditor directory(GatewayConfig config) {
    String name = config.document(config.keyFile());
    return name == null || shared == null
        ? new FileDirectory(config.keyFile())
        : StoreDirectory.of(shared, name);
  }

  /** Where the directory of a configuration is kept and changed, for a command. */
  public static DirectoryEditor directoryOf(GatewayConfig config) {
    String name = config.document(config.keyFile());
    StoreSettings settings = config.store();
    return name == null || settings == null
        ? new FileDirectory(config.keyFile())
        : StoreDirectory.of(settings, name);
  }

  @Override
  public synchronized void close() {
    if (shared != null) {
      shared.close();
    }
  }
}
