package io.tollgate.policies.routing;

import java.util.List;

/**
 * A way of choosing a deployment: the first rule whose condition holds gives the terms, and the
 * policy's own terms are for all other requests.
 *
 * @param name what callers ask for as {@code auto/NAME}
 * @param description for people; may be empty
 * @param terms where no rule matches
 * @param rules in the order in which they are tried
 */
public record Policy(String name, String description, Terms terms, List<Rule> rules) {

  /** The name of the policy behind {@code auto}. */
  public static final String DEFAULT = "default";

  /** The policy's name in decisions on requests that name a deployment or a model. */
  public static final String DIRECT = "direct";

  public Policy {
    rules = List.copyOf(rules);
  }
}
