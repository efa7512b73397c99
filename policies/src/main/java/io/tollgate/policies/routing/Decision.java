package io.tollgate.policies.routing;

import java.util.List;

/**
 * A ranked plan of deployments for one request, with the reasons for it.
 *
 * @param policy the policy that decided, or {@code direct} where the caller named a deployment
 * @param rule the rule of the policy that matched, {@code default} where none did
 * @param plan candidates from best to worst, never empty; later ones are fallbacks
 * @param rejected candidates that did not qualify, each with the reason
 * @param reason one sentence on why the first of the plan is first
 */
public record Decision(
    String policy, String rule, List<Candidate> plan, List<Rejection> rejected, String reason)
    implements Routing {

  public Decision {
    plan = List.copyOf(plan);
    rejected = List.copyOf(rejected);
    if (plan.isEmpty()) {
      throw new IllegalArgumentException("plan: empty (expected: at least one candidate)");
    }
  }

  /** The candidate that is tried first. */
  public Candidate first() {
    return plan.getFirst();
  }
}
