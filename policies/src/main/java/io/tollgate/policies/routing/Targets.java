package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.Deployment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Resolves, once per snapshot, every name that a request may ask for. */
final class Targets {

  private final Map<String, Target> byName = new LinkedHashMap<>();
  private final Map<Deployment, Option> options = new HashMap<>();

  private Targets() {}

  /** Policies, deployments, models and aliases by name; an alias hides what it is named like. */
  static Map<String, Target> of(PolicySet policies, Catalog catalog) {
    Targets targets = new Targets();
    for (Policy policy : policies.policies()) {
      targets.add(policy);
    }
    targets.add(catalog, unbound(policies.defaultPolicy().terms()));
    Map<String, Target> aliases = new LinkedHashMap<>();
    policies
        .aliases()
        .forEach((alias, name) -> {
          Target target = targets.byName.get(name);
          if (target != null) {
            aliases.put(alias, target);
          }
        });
    // Only now: an alias stands for what the name itself stands for, never for another alias.
    targets.byName.putAll(aliases);
    return Collections.unmodifiableMap(targets.byName);
  }

  private void add(Policy policy) {
    List<Shortlist> rules = new ArrayList<>();
    for (Rule rule : policy.rules()) {
      rules.add(Shortlist.of(rule.terms(), options));
    }
    Target target = new Target.ByPolicy(policy, Shortlist.of(policy.terms(), options), rules);
    if (policy.name().equals(Policy.DEFAULT)) {
      byName.put(PolicyFile.AUTO, target);
    }
    byName.put(PolicyFile.AUTO_PREFIX + policy.name(), target);
  }

  private void add(Catalog catalog, Terms terms) {
    for (Deployment deployment : catalog.deployments()) {
      Option option = options.computeIfAbsent(deployment, Option::new);
      byName.put(option.id, new Target.Direct(option, terms));
    }
    for (Deployment deployment : catalog.deployments()) {
      String model = deployment.model().id();
      if (!byName.containsKey(model)) {
        Terms own = terms.withCandidates(catalog.ofModel(model));
        byName.put(model, new Target.ByModel(Shortlist.of(own, options)));
      }
    }
  }

  /** The objective without the limits: for requests that name what they want. */
  private static Terms unbound(Terms terms) {
    return new Terms(
        terms.objective(),
        Limits.NONE,
        List.of(),
        terms.expectedOutputTokens(),
        terms.maxAttempts(),
        true,
        Patience.ENDLESS,
        terms.mayLose());
  }
}
