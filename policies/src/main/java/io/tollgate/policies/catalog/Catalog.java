package io.tollgate.policies.catalog;

import io.tollgate.policies.capacity.Pool;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An immutable snapshot of every deployment that requests may be sent to. */
public final class Catalog {

  /** A catalogue without deployments. */
  public static final Catalog EMPTY = new Catalog(new LinkedHashMap<>(), new LinkedHashMap<>());

  private final Map<String, Deployment> byId;
  private final Map<String, Pool> pools;

  private Catalog(Map<String, Deployment> byId, Map<String, Pool> pools) {
    this.byId = Collections.unmodifiableMap(byId);
    this.pools = Collections.unmodifiableMap(pools);
  }

  /**
   * The catalogue of these deployments, in their order.
   *
   * @throws IllegalArgumentException if two have one id
   */
  public static Catalog of(List<Deployment> deployments) {
    return of(deployments, List.of());
  }

  /**
   * The catalogue of these deployments and of the pools that some of them may run on.
   *
   * @throws IllegalArgumentException if two have one id, or one name
   */
  public static Catalog of(List<Deployment> deployments, List<Pool> pools) {
    Map<String, Deployment> byId = new LinkedHashMap<>();
    for (Deployment deployment : deployments) {
      if (byId.put(deployment.id(), deployment) != null) {
        throw new IllegalArgumentException(deployment.id() + ": in the catalogue twice");
      }
    }
    Map<String, Pool> byName = new LinkedHashMap<>();
    for (Pool pool : pools) {
      if (byName.put(pool.name(), pool) != null) {
        throw new IllegalArgumentException(pool.name() + ": in the catalogue twice");
      }
    }
    return new Catalog(byId, byName);
  }

  /**
   * This catalogue with the deployments and pools of another, which take the place of its own where
   * the ids are equal and follow them otherwise.
   */
  public Catalog plus(Catalog other) {
    Map<String, Deployment> merged = new LinkedHashMap<>(byId);
    merged.putAll(other.byId);
    Map<String, Pool> mergedPools = new LinkedHashMap<>(pools);
    mergedPools.putAll(other.pools);
    return new Catalog(merged, mergedPools);
  }

  /** The same pools and those of the deployments that are wanted. */
  public Catalog only(Predicate<Deployment> wanted) {
    Map<String, Deployment> kept = new LinkedHashMap<>(byId);
    kept.values().removeIf(wanted.negate());
    return new Catalog(kept, pools);
  }

  /** The pools of one's own machines, in the order of the files. */
  public Collection<Pool> pools() {
    return pools.values();
  }

  /** The pool of a name, or {@code null} where there is none. */
  public @Nullable Pool pool(String name) {
    return pools.get(name);
  }

  /** The pool that a deployment runs on, or {@code null} where it is nobody's here. */
  public @Nullable Pool poolOf(String deployment) {
    for (Pool pool : pools.values()) {
      if (pool.deployments().contains(deployment)) {
        return pool;
      }
    }
    return null;
  }

  /** The deployment with an id ({@code provider/model}), or {@code null} where there is none. */
  public @Nullable Deployment deployment(String id) {
    return byId.get(id);
  }

  /** Every deployment, in the order of the files. */
  public Collection<Deployment> deployments() {
    return byId.values();
  }

  /** The deployments of a class of models, in the order of the files. */
  public List<Deployment> ofClass(ModelClass modelClass) {
    return byId.values().stream()
        .filter(deployment -> deployment.model().modelClass() == modelClass)
        .toList();
  }

  /** The deployments of one set of weights, whoever serves them, in the order of the files. */
  public List<Deployment> ofModel(String modelId) {
    return byId.values().stream()
        .filter(deployment -> deployment.model().id().equals(modelId))
        .toList();
  }
}
