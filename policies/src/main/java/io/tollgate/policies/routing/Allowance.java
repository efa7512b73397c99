package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of one request may have: which policies and deployments, and for how much. What
 * it objects to is no candidate, so that a cheaper or a permitted one is found before the request
 * is refused. Pure for the time of a decision; never throws.
 */
public interface Allowance {

  /** Everything, at any cost. */
  Allowance ANYTHING = new Allowance() {};

  /**
   * Why something is not allowed.
   *
   * @param code what the request is refused as, where nothing else is left
   * @param sentence the reason, for the caller
   */
  record Objection(Refusal.Code code, String sentence) {}

  /** Why the caller may not have a policy decide, or {@code null}. */
  default @Nullable Objection toPolicy(String policy) {
    return null;
  }

  /** Why the caller may not be answered by a deployment, or {@code null}. */
  default @Nullable Objection toDeployment(Deployment deployment) {
    return null;
  }

  /** Whether {@link #toCost} may object to anything that has a price. */
  default boolean limitsCost() {
    return false;
  }

  /**
   * Whether the worst of a call has to be what its longest answer costs that is allowed, and not
   * what the longest that were seen let expect.
   */
  default boolean capsCost() {
    return false;
  }

  /**
   * Why a call may not cost what it may come to, or {@code null}.
   *
   * @param cost what it is expected to cost, or {@code null} where it has no price
   * @param hold what it is not likely to exceed; {@code null} together with the cost
   * @param worst how far it may go, see {@link Estimate#worst}; {@code null} together with the cost
   */
  default @Nullable Objection toCost(
      @Nullable Picodollars cost, @Nullable Picodollars hold, @Nullable Picodollars worst) {
    return null;
  }
}
