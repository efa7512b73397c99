package io.tollgate.gateway.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * What an organisation, a team or a key may use. What is said of one holds for all below it: a
 * child may have less and never more. An empty list grants everything.
 *
 * @param models deployments that may answer, as {@code provider/model}
 * @param policies policies that may decide; {@code direct} where a model is asked for by its name
 * @param routes paths that may be called
 * @param networks where calls may come from
 */
public record Grants(
    List<NamePattern> models,
    List<NamePattern> policies,
    List<NamePattern> routes,
    List<Network> networks) {

  /** Everything. */
  public static final Grants EVERYTHING = new Grants(List.of(), List.of(), List.of(), List.of());

  public Grants {
    models = List.copyOf(models);
    policies = List.copyOf(policies);
    routes = List.copyOf(routes);
    networks = List.copyOf(networks);
  }

  /** Whether a deployment may answer. */
  public boolean grantsModel(String deployment) {
    return grants(models, deployment);
  }

  /** Whether a policy may decide. */
  public boolean grantsPolicy(String policy) {
    return grants(policies, policy);
  }

  /** Whether a path may be called. */
  public boolean grantsRoute(String path) {
    return grants(routes, path);
  }

  /** Whether calls may come from an address of 4 or 16 bytes. */
  public boolean grantsNetwork(byte[] address) {
    return networks.isEmpty() || networks.stream().anyMatch(n -> n.contains(address));
  }

  private static boolean grants(List<NamePattern> patterns, String name) {
    if (patterns.isEmpty()) {
      return true;
    }
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).matches(name)) {
        return true;
      }
    }
    return false;
  }

  /** What a child would have beyond this, as sentences; none where it has no more. */
  public List<String> excessOf(Grants child) {
    List<String> excess = new ArrayList<>();
    beyond("models", models, child.models, NamePattern::covers, excess);
    beyond("policies", policies, child.policies, NamePattern::covers, excess);
    beyond("routes", routes, child.routes, NamePattern::covers, excess);
    beyond("networks", networks, child.networks, Network::covers, excess);
    return excess;
  }

  /** A child that says nothing has what its parent has. */
  private static <T extends Record> void beyond(
      String what, List<T> mine, List<T> childs, BiPredicate<T, T> covers, List<String> excess) {
    for (T wanted : childs) {
      if (!mine.isEmpty() && mine.stream().noneMatch(had -> covers.test(had, wanted))) {
        excess.add(what + ": " + text(wanted) + " is more than the " + texts(mine) + " above it");
      }
    }
  }

  private static String text(Record pattern) {
    return switch (pattern) {
      case NamePattern name -> name.text();
      case Network network -> network.text();
      default -> pattern.toString();
    };
  }

  private static String texts(List<? extends Record> patterns) {
    return String.join(", ", patterns.stream().map(Grants::text).toList());
  }
}
