package io.tollgate.policies.routing;

import io.tollgate.policies.pacing.QualityBudget;
import io.tollgate.policies.pacing.SpendBudget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way of choosing a deployment: the first rule whose condition holds gives the terms, and the
 * policy's own terms are for all other requests.
 *
 * @param name what callers ask for as {@code auto/NAME}
 * @param description for people; may be empty
 * @param terms where no rule matches
 * @param rules in the order in which they are tried
 * @param qualityBudget how much worse than a reference its answers may be, or {@code null} where
 *     quality is what the terms say it is worth
 * @param spendBudget money to make last, or {@code null}
 */
public record Policy(
    String name,
    String description,
    Terms terms,
    List<Rule> rules,
    @Nullable QualityBudget qualityBudget,
    @Nullable SpendBudget spendBudget) {

  /** The name of the policy behind {@code auto}. */
  public static final String DEFAULT = "default";

  /** The policy's name in decisions on requests that name a deployment or a model. */
  public static final String DIRECT = "direct";

  /** A policy without budgets. */
  public Policy(String name, String description, Terms terms, List<Rule> rules) {
    this(name, description, terms, rules, null, null);
  }

  public Policy {
    rules = List.copyOf(rules);
  }
}
