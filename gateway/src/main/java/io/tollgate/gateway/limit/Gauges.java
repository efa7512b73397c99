package io.tollgate.gateway.limit;

import io.tollgate.gateway.budget.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The gauges of all limits at a moment, by what they are for. A snapshot of which limits exist. */
final class Gauges {

  static final Gauge[] NOTHING = {};
  static final Gauges NONE = new Gauges(List.of());

  private final List<Gauge> all;
  private final Map<Scope, List<Gauge>> byScope = new LinkedHashMap<>();
  private final List<Gauge> ofModels = new ArrayList<>();

  /** There are as many as the catalogue has deployments. */
  private final Map<String, Gauge[]> byDeployment = new ConcurrentHashMap<>();

  Gauges(List<Gauge> all) {
    this.all = List.copyOf(all);
    for (Gauge gauge : all) {
      Scope scope = gauge.limit().scope();
      if (gauge.limit().isForModels()) {
        ofModels.add(gauge);
      } else {
        byScope.computeIfAbsent(scope, _ -> new ArrayList<>()).add(gauge);
      }
    }
  }

  List<Gauge> all() {
    return all;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  boolean haveModels() {
    return !ofModels.isEmpty();
  }

  Gauge[] of(List<Scope> scopes) {
    List<Gauge> found = new ArrayList<>();
    for (Scope scope : scopes) {
      found.addAll(byScope.getOrDefault(scope, List.of()));
    }
    return found.toArray(NOTHING);
  }

  Gauge[] of(String deployment) {
    return ofModels.isEmpty()
        ? NOTHING
        : byDeployment.computeIfAbsent(
            deployment,
            name ->
                ofModels.stream()
                    .filter(gauge -> gauge.limit().holdsFor(name))
                    .toArray(Gauge[]::new));
  }
}
