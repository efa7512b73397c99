package io.tollgate.policies.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An immutable snapshot of every deployment that requests may be sent to. */
public final class Catalog {

  /** A catalogue without deployments. */
  public static final Catalog EMPTY = new Catalog(new LinkedHashMap<>());

  private final Map<String, Deployment> byId;

  private Catalog(Map<String, Deployment> byId) {
    this.byId = Collections.unmodifiableMap(byId);
  }

  /**
   * The catalogue of these deployments, in their order.
   *
   * @throws IllegalArgumentException if two have one id
   */
  public static Catalog of(List<Deployment> deployments) {
    Map<String, Deployment> byId = new LinkedHashMap<>();
    for (Deployment deployment : deployments) {
      if (byId.put(deployment.id(), deployment) != null) {
        throw new IllegalArgumentException(deployment.id() + ": in the catalogue twice");
      }
    }
    return new Catalog(byId);
  }

  /**
   * This catalogue with the deployments of another, which take the place of its own where the ids
   * are equal and follow them otherwise.
   */
  public Catalog plus(Catalog other) {
    Map<String, Deployment> merged = new LinkedHashMap<>(byId);
    merged.putAll(other.byId);
    return new Catalog(merged);
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
