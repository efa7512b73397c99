package io.tollgate.gateway.http;

import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.Headroom;
import io.tollgate.gateway.budget.Hold;
import io.tollgate.gateway.exchange.Spending;
import io.tollgate.gateway.keys.Caller;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.routing.Allowance;
import io.tollgate.policies.routing.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What a caller's key grants, what is left of the budgets on its path, what the request may cost at
 * most, and which deployments are at their rate limits.
 *
 * @param caller who asks
 * @param budgeted whether there is a budget, so that nothing may be used whose cost is unknown
 * @param maxCost what the request may cost at most, or {@code null}
 * @param headroom what is left of the budgets
 * @param calls how many calls have to fit into that: a tactic may pay for several
 * @param busy knows the deployments that are at their rate limits
 */
record CallerAllowance(
    Caller caller,
    boolean budgeted,
    @Nullable Picodollars maxCost,
    Headroom headroom,
    int calls,
    BusyDeployments busy)
    implements Allowance {

  private static final Objection MODEL =
      new Objection(Refusal.Code.FORBIDDEN, "the key may not use it");
  private static final Objection POLICY =
      new Objection(
          Refusal.Code.FORBIDDEN,
          "The key may not have this policy decide; GET /v1/models lists what it may ask for");
  private static final Objection UNPRICED =
      new Objection(
          Refusal.Code.OVER_BUDGET, "it has no price, and the key has a budget or a maximum cost");

  @Override
  public @Nullable Objection toPolicy(String policy) {
    return caller.mayUsePolicy(policy) ? null : POLICY;
  }

  @Override
  public @Nullable Objection toDeployment(Deployment deployment) {
    return caller.mayUseModel(deployment.id()) ? busy.objection(deployment.id()) : MODEL;
  }

  @Override
  public boolean capsCost() {
    return maxCost != null;
  }

  @Override
  public boolean limitsCost() {
    return maxCost != null || headroom.isLimited();
  }

  @Override
  public @Nullable Objection toCost(
      @Nullable Picodollars cost, @Nullable Picodollars hold, @Nullable Picodollars worst) {
    if (worst == null) {
      return budgeted || maxCost != null ? UNPRICED : null;
    }
    Hold one = Spending.of(cost, hold, worst);
    Hold all = one;
    for (int i = 1; i < calls; i++) {
      all = all.plus(one);
    }
    if (maxCost != null && all.worstPico() > maxCost.pico()) {
      return new Objection(
          Refusal.Code.OVER_MAX_COST,
          "may cost up to " + worst + times() + ", more than the maximum of " + maxCost);
    }
    Budget tight = headroom.objection(all);
    return tight == null
        ? null
        : new Objection(
            Refusal.Code.OVER_BUDGET,
            "may cost up to " + worst + times() + ", which is not left of budget " + tight.id());
  }

  private String times() {
    return calls == 1 ? "" : ", " + calls + " times over";
  }
}
