package io.tollgate.policies.routing;

import dev.cel.runtime.CelEvaluationException;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.pacing.QualityBudget;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.yaml.Quoting;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Decides which deployments may answer a request, and in which order.
 *
 * <p>A router is an immutable snapshot of policies, catalogue and prices; a new file makes a new
 * router. Deciding is a pure function: equal arguments give equal decisions, ties are broken by the
 * name of the deployment. Safe for use by several threads; it never blocks and never throws.
 */
public final class Router {

  /** The rule's name in a decision where no rule of the policy matched. */
  public static final String NO_RULE = "default";

  private static final String DIRECT_RULE = "direct";
  private static final String MODEL_RULE = "model";

  private final Map<String, Target> targets;
  private final PriceBook prices;

  private Router(Map<String, Target> targets, PriceBook prices) {
    this.targets = targets;
    this.prices = prices;
  }

  /**
   * The router of a snapshot.
   *
   * @param policies read against this same catalogue
   */
  public static Router of(PolicySet policies, Catalog catalog, PriceBook prices) {
    return new Router(Targets.of(policies, catalog), prices);
  }

  /** Every name that a request may ask for: policies, deployments, models and aliases. */
  public List<String> names() {
    return List.copyOf(targets.keySet());
  }

  /** Whether a name stands for something that may be decided and answered under an allowance. */
  public boolean offers(String name, Allowance allowance) {
    Target target = targets.get(name);
    return target != null
        && allowance.toPolicy(target.policyName()) == null
        && target.deployments().anyMatch(each -> allowance.toDeployment(each) == null);
  }

  /**
   * Decides.
   *
   * @param profile facts of the request
   * @param outlook how deployments behave at the moment
   * @param now the time of the call, which chooses the prices
   */
  public Routing decide(RequestProfile profile, Outlook outlook, Instant now) {
    return decide(profile, outlook, Guidance.Source.NONE, now);
  }

  /**
   * Decides, with what is known of quality.
   *
   * @param profile facts of the request
   * @param outlook how deployments behave at the moment
   * @param guidance asked once where the policy has a quality budget, else never
   * @param now the time of the call, which chooses the prices
   */
  public Routing decide(
      RequestProfile profile, Outlook outlook, Guidance.Source guidance, Instant now) {
    return decide(profile, outlook, guidance, Allowance.ANYTHING, now);
  }

  /**
   * Decides among what a caller may have.
   *
   * @param profile facts of the request
   * @param outlook how deployments behave at the moment
   * @param guidance asked once where the policy has a quality budget, else never
   * @param allowance what the caller may have, and for how much
   * @param now the time of the call, which chooses the prices
   */
  public Routing decide(
      RequestProfile profile,
      Outlook outlook,
      Guidance.Source guidance,
      Allowance allowance,
      Instant now) {
    Target target = targets.get(profile.model());
    if (target == null) {
      return Refusals.unknownModel(profile.model(), targets.keySet());
    }
    Appraiser appraiser = new Appraiser(profile, outlook, allowance, now, prices);
    Allowance.Objection objection = allowance.toPolicy(target.policyName());
    if (objection != null) {
      return new Refusal(objection.code(), objection.sentence(), 0);
    }
    return switch (target) {
      case Target.ByPolicy byPolicy -> decide(byPolicy, profile, appraiser, guidance, now);
      case Target.ByModel(Shortlist shortlist) ->
          conclude(Policy.DIRECT, MODEL_RULE, shortlist.terms, appraiser.rank(shortlist), "", now);
      case Target.Direct(Option option, Terms terms) -> {
        Ranking ranking = appraiser.only(option, terms);
        yield ranking.isEmpty()
            ? Refusals.noCandidate(Policy.DIRECT, DIRECT_RULE, ranking, "")
            : new Decision(
                Policy.DIRECT,
                DIRECT_RULE,
                ranking.plan(1, prices, now),
                List.of(),
                Reasons.named(ranking.qualified().getFirst()),
                terms.patience(),
                terms.mayLose());
      }
    };
  }

  private Routing decide(
      Target.ByPolicy target,
      RequestProfile profile,
      Appraiser appraiser,
      Guidance.Source guidance,
      Instant now) {
    List<Rule> rules = target.policy().rules();
    String rule = NO_RULE;
    Shortlist shortlist = target.own();
    String note = "";
    if (!rules.isEmpty()) {
      RequestFacts facts = new RequestFacts(profile, now);
      for (int i = 0; i < rules.size(); i++) {
        try {
          if (rules.get(i).when().holds(facts)) {
            rule = rules.get(i).name();
            shortlist = target.rules().get(i);
            break;
          }
        } catch (CelEvaluationException | RuntimeException e) {
          // A rule that cannot be evaluated must not fail the request: it does not match, and the
          // decision says so.
          note +=
              "; rule "
                  + rules.get(i).name()
                  + " was passed over: "
                  + Quoting.shortened(String.valueOf(e.getMessage()));
        }
      }
    }
    if (shortlist.mixesEmbeddings() && profile.needs().contains(Capability.EMBEDDINGS)) {
      return Refusals.mixedEmbeddings(target.policy().name());
    }
    QualityBudget budget = target.policy().qualityBudget();
    if (budget == null
        || profile.needs().contains(Capability.EMBEDDINGS)
        || Collections.disjoint(shortlist.terms.candidates(), budget.references())) {
      Ranking ranking = appraiser.rank(shortlist);
      return conclude(target.policy().name(), rule, shortlist.terms, ranking, note, now);
    }
    Guidance guide = guidance.under(target.policy().name());
    Ranking ranking = appraiser.rank(shortlist, Expectation.guided(guide));
    if (ranking.isEmpty()) {
      return Refusals.noCandidate(target.policy().name(), rule, ranking, note);
    }
    BudgetedPlan plan = BudgetedPlan.of(ranking, budget, guide, shortlist.terms);
    return new Decision(
        target.policy().name(),
        rule,
        ranking.plan(plan.attempts(), prices, now),
        ranking.rejected(),
        plan.reason() + note,
        shortlist.terms.patience(),
        shortlist.terms.mayLose(),
        plan.tactic(),
        plan.yardstick(),
        plan.floor());
  }

  private Routing conclude(
      String policy, String rule, Terms terms, Ranking ranking, String note, Instant now) {
    if (ranking.isEmpty()) {
      return Refusals.noCandidate(policy, rule, ranking, note);
    }
    return new Decision(
        policy,
        rule,
        ranking.plan(terms.maxAttempts(), prices, now),
        ranking.rejected(),
        Reasons.choice(ranking, terms) + note,
        terms.patience(),
        terms.mayLose(),
        Tactic.STRAIGHT,
        null,
        ranking.cheapest(appraisal -> true));
  }
}
