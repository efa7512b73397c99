package io.tollgate.policies.routing;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Every policy of a file, with the aliases beside them: immutable, and resolved against the
 * catalogue that the file was read with.
 */
public final class PolicySet {

  private final Map<String, Policy> policies;
  private final Map<String, Policy> budgeted = new HashMap<>();
  private final Map<String, String> aliases;

  private PolicySet(Map<String, Policy> policies, Map<String, String> aliases) {
    this.policies = Collections.unmodifiableMap(policies);
    for (Policy policy : policies.values()) {
      if (policy.qualityBudget() != null || policy.spendBudget() != null) {
        budgeted.put(policy.name(), policy);
      }
    }
    this.aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
  }

  /**
   * The set of these policies.
   *
   * @param aliases names that callers may use, each for {@code auto}, {@code auto/NAME}, a
   *     deployment or a model
   * @throws IllegalArgumentException if two policies have one name, or none is {@link
   *     Policy#DEFAULT}
   */
  public static PolicySet of(List<Policy> policies, Map<String, String> aliases) {
    Map<String, Policy> byName = new LinkedHashMap<>();
    for (Policy policy : policies) {
      if (byName.put(policy.name(), policy) != null) {
        throw new IllegalArgumentException("two policies are named " + policy.name());
      }
    }
    if (!byName.containsKey(Policy.DEFAULT)) {
      throw new IllegalArgumentException("no policy is named " + Policy.DEFAULT);
    }
    return new PolicySet(byName, aliases);
  }

  /** The policy with a name, or {@code null} where there is none. */
  public @Nullable Policy policy(String name) {
    return policies.get(name);
  }

  /**
   * The policy with a name where it has a budget of quality or of money, else {@code null}: few
   * have, so that this is known at once of all others.
   */
  public @Nullable Policy budgeted(String name) {
    return budgeted.get(name);
  }

  /** The policy behind {@code auto}. */
  public Policy defaultPolicy() {
    return Objects.requireNonNull(policies.get(Policy.DEFAULT), Policy.DEFAULT);
  }

  /** Every policy, in the order of the file. */
  public Collection<Policy> policies() {
    return policies.values();
  }

  /** What each alias stands for, in the order of the file. */
  public Map<String, String> aliases() {
    return aliases;
  }
}
