package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A ranked plan of deployments for one request, with the reasons for it.
 *
 * @param policy the policy that decided, or {@code direct} where the caller named a deployment
 * @param rule the rule of the policy that matched, {@code default} where none did
 * @param plan candidates from best to worst, never empty; later ones are fallbacks
 * @param rejected candidates that did not qualify, each with the reason
 * @param reason one sentence on why the first of the plan is first
 * @param patience how long a candidate is waited for while the next one could answer
 * @param mayLose what may be left out where the request is translated
 * @param tactic how the plan is gone through
 * @param yardstick what the choice is measured against, or {@code null} where the policy has no
 *     quality budget
 * @param floor the cheapest of all deployments that were found adequate, by what the request is
 *     expected to cost there: those that qualify, whether or not the plan has room for them, and
 *     under a quality budget only those that may answer instead of the reference, and it; {@code
 *     null} where none of them has a price
 */
public record Decision(
    String policy,
    String rule,
    List<Candidate> plan,
    List<Rejection> rejected,
    String reason,
    Patience patience,
    Tolerance mayLose,
    Tactic tactic,
    @Nullable Yardstick yardstick,
    @Nullable Deployment floor)
    implements Routing {

  /**
   * A decision for the first of a plan, without a quality budget, where nothing but the plan is
   * adequate.
   */
  public Decision(
      String policy,
      String rule,
      List<Candidate> plan,
      List<Rejection> rejected,
      String reason,
      Patience patience,
      Tolerance mayLose) {
    this(policy, rule, plan, rejected, reason, patience, mayLose, Tactic.STRAIGHT, null);
  }

  /** A decision for a plan that is gone through in some way, of which all is adequate. */
  public Decision(
      String policy,
      String rule,
      List<Candidate> plan,
      List<Rejection> rejected,
      String reason,
      Patience patience,
      Tolerance mayLose,
      Tactic tactic,
      @Nullable Yardstick yardstick) {
    this(
        policy, rule, plan, rejected, reason, patience, mayLose, tactic, yardstick, cheapest(plan));
  }

  public Decision {
    plan = List.copyOf(plan);
    rejected = List.copyOf(rejected);
    if (plan.isEmpty()) {
      throw new IllegalArgumentException("plan: empty (expected: at least one candidate)");
    }
  }

  /**
   * What is to be reserved: for the dearest candidates that the request may come to, as many as may
   * be paid for; {@code null} where the first has no price.
   */
  public @Nullable Picodollars hold() {
    return first().estimate().hold() == null ? null : sumOfDearest(Estimate::hold);
  }

  /** What is expected of as many of them: no more than {@link #hold}. */
  public @Nullable Picodollars cost() {
    return first().estimate().hold() == null ? null : sumOfDearest(Estimate::cost);
  }

  /** How far the request may go, as {@link #hold} is what it is not likely to exceed. */
  public @Nullable Picodollars worst() {
    return first().estimate().hold() == null ? null : sumOfDearest(Estimate::worst);
  }

  private static @Nullable Deployment cheapest(List<Candidate> plan) {
    Candidate cheapest = null;
    Picodollars least = null;
    for (Candidate candidate : plan) {
      Picodollars cost = candidate.estimate().cost();
      if (cost != null && (least == null || cost.compareTo(least) < 0)) {
        cheapest = candidate;
        least = cost;
      }
    }
    return cheapest == null ? null : cheapest.deployment();
  }

  private Picodollars sumOfDearest(Function<Estimate, @Nullable Picodollars> amount) {
    int paid = tactic.paidCalls() + (patience.hedges() ? 1 : 0);
    if (paid == 1 || plan.size() == 1) {
      return dearest(amount);
    }
    List<Picodollars> dearest = new ArrayList<>(plan.size());
    for (Candidate candidate : plan) {
      Picodollars each = amount.apply(candidate.estimate());
      if (each != null) {
        dearest.add(each);
      }
    }
    dearest.sort(Comparator.reverseOrder());
    Picodollars sum = Picodollars.ZERO;
    for (int i = 0; i < Math.min(dearest.size(), paid); i++) {
      sum = sum.plus(dearest.get(i));
    }
    return sum;
  }

  private Picodollars dearest(Function<Estimate, @Nullable Picodollars> amount) {
    Picodollars dearest = Picodollars.ZERO;
    for (int i = 0; i < plan.size(); i++) {
      Picodollars each = amount.apply(plan.get(i).estimate());
      dearest = each == null || each.compareTo(dearest) < 0 ? dearest : each;
    }
    return dearest;
  }

  /** The candidate that is tried first. */
  public Candidate first() {
    return plan.getFirst();
  }
}
