package io.tollgate.gateway.config;

import io.tollgate.gateway.keys.Directory;
import io.tollgate.policies.capacity.Pool;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything a gateway goes by at a moment, read from its files and checked as a whole: a request
 * that has begun goes by one of them to its end.
 *
 * @param config the configuration
 * @param routing what decisions are made from; it has deployments of the configuration's providers
 *     only
 * @param directory who may call, and what they may spend
 */
public record Snapshot(GatewayConfig config, RoutingState routing, Directory directory) {

  /** Reads every file, or names every mistake in them. */
  public static Parsed<Snapshot> read(ConfigSource source, Instant now) {
    return switch (source.read()) {
      case Parsed.Ok<GatewayConfig>(GatewayConfig config) ->
          read(config, now, new FileStates(), new FileStates());
      case Parsed.Failed<GatewayConfig> failed -> new Parsed.Failed<>(failed.problems());
    };
  }

  /**
   * Reads the files that a configuration names.
   *
   * @param routingFiles notes the files of models, prices and policies
   * @param keyFiles notes the file of keys
   */
  static Parsed<Snapshot> read(
      GatewayConfig config, Instant now, FileStates routingFiles, FileStates keyFiles) {
    return of(
        config,
        RoutingFiles.of(config).read(now, routingFiles),
        KeyFile.read(config.keyFile(), keyFiles));
  }

  /** One snapshot of parts that were read, or the mistakes of all of them. */
  static Parsed<Snapshot> of(
      GatewayConfig config, Parsed<RoutingState> routing, Parsed<Directory> directory) {
    if (routing instanceof Parsed.Ok<RoutingState>(RoutingState state)
        && directory instanceof Parsed.Ok<Directory>(Directory accepted)) {
      List<Problem> unclear = ownerless(config, state);
      return unclear.isEmpty()
          ? new Parsed.Ok<>(new Snapshot(config, state, accepted))
          : new Parsed.Failed<>(unclear);
    }
    List<Problem> problems = new ArrayList<>();
    for (Parsed<?> part : List.of(routing, directory)) {
      if (part instanceof Parsed.Failed<?> failed) {
        problems.addAll(failed.problems());
      }
    }
    return new Parsed.Failed<>(problems);
  }

  /** Of several gateways one books what a pool costs; each would, if none is named. */
  private static List<Problem> ownerless(GatewayConfig config, RoutingState state) {
    if (config.store() == null) {
      return List.of();
    }
    String file =
        config.catalogFiles().isEmpty() ? "models" : config.catalogFiles().getLast().toString();
    List<Problem> problems = new ArrayList<>();
    for (Pool pool : state.pools()) {
      if (pool.node() == null) {
        problems.add(
            new Problem(
                file,
                1,
                1,
                "pools." + pool.name(),
                "each gateway that shares the store would book its cost",
                "name the one that does: node: NAME"));
      }
    }
    return problems;
  }

  Snapshot withDirectory(Directory others) {
    return new Snapshot(config, routing, others);
  }
}
