package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.pacing.Arm;
import io.tollgate.policies.pacing.QualityBudget;
import io.tollgate.policies.quality.Forecasts.Agreement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a quality budget makes of a ranking: the cheapest of what may take the reference's place, at
 * the price that the pacer has put on lost quality, or the reference itself.
 *
 * <p>A model may take its place where judged outcomes support it, where it is not quarantined and
 * where no more is put at risk than the policy allows in one request. All others stay in the plan
 * behind the reference, for the case that it fails: an answer of unproven quality is better than
 * none.
 *
 * @param tactic how the plan is gone through
 * @param attempts how many candidates the plan has, at most
 * @param reason one sentence on why the first of the ranking is first
 * @param yardstick what the choice is measured against; {@code null} where the reference takes no
 *     requests
 * @param floor the cheapest of what may answer, as in {@link Decision#floor}
 */
record BudgetedPlan(
    Tactic tactic,
    int attempts,
    String reason,
    @Nullable Yardstick yardstick,
    @Nullable Deployment floor) {

  private static final int PPM = 1_000_000;
  private static final int AGREEMENT_PLACES = 3;

  /** Three models as one, with what is expected of it. */
  private record Trio(
      Appraisal one, Appraisal other, Appraisal third, int qualityPpm, long scorePico) {}

  /** Orders a ranking that is not empty, and says how its plan is gone through. */
  static BudgetedPlan of(Ranking ranking, QualityBudget budget, Guidance guidance, Terms terms) {
    Appraisal reference =
        ranking.qualified().stream()
            .filter(appraisal -> isReference(appraisal, budget) && !appraisal.lastResort())
            .findFirst()
            .orElse(null);
    if (reference == null) {
      return new BudgetedPlan(
          Tactic.STRAIGHT,
          terms.maxAttempts(),
          Reasons.choice(ranking, terms)
              + "; the reference of the quality budget takes no requests",
          null,
          ranking.cheapest(appraisal -> true));
    }
    Deployment floor =
        ranking.cheapest(appraisal -> mayAnswer(appraisal, reference, budget, guidance));
    ranking.demote(appraisal -> !mayAnswer(appraisal, reference, budget, guidance));
    ranking.demote(Appraisal::lastResort);
    Appraisal first = ranking.qualified().getFirst();
    Trio trio = guidance.frozen() ? null : trio(ranking, reference, budget, guidance, terms);
    if (trio != null && trio.scorePico() < first.scorePico()) {
      ranking.promote(List.of(trio.one(), trio.other(), trio.third()));
      int lossPpm = reference.qualityPpm() - trio.qualityPpm();
      return new BudgetedPlan(
          new Tactic.Agreement(),
          Math.max(AGREEMENT_PLACES, terms.maxAttempts()),
          "two that agree, else "
              + trio.third().option().id
              + Reasons.againstReference(reference, lossPpm, guidance.shadowPicoPerPpm()),
          yardstick(reference, lossPpm, guidance),
          floor);
    }
    int lossPpm = reference.qualityPpm() - first.qualityPpm();
    boolean displaced = !isReference(first, budget);
    boolean verified =
        displaced
            && budget.arms().contains(Arm.VERIFIED)
            && first.totalMs() <= terms.limits().maxTtftMs();
    if (verified) {
      ranking.promote(List.of(first, reference));
    }
    String reason =
        displaced
            ? Reasons.choice(ranking, terms)
                + Reasons.againstReference(reference, lossPpm, guidance.shadowPicoPerPpm())
            : Reasons.reference(first, guidance.frozen());
    return new BudgetedPlan(
        verified ? new Tactic.Verified() : Tactic.STRAIGHT,
        Math.max(verified ? 2 : 1, terms.maxAttempts()),
        reason,
        yardstick(reference, lossPpm, guidance),
        floor);
  }

  private static Yardstick yardstick(Appraisal reference, int lossPpm, Guidance guidance) {
    return new Yardstick(
        reference.option().deployment, reference.cost(), lossPpm, guidance.shadowPicoPerPpm(), PPM);
  }

  private static boolean isReference(Appraisal appraisal, QualityBudget budget) {
    return budget.references().contains(appraisal.option().deployment);
  }

  private static boolean mayAnswer(
      Appraisal appraisal, Appraisal reference, QualityBudget budget, Guidance guidance) {
    if (isReference(appraisal, budget)) {
      return true;
    }
    String model = appraisal.option().deployment.model().id();
    return !guidance.frozen()
        && !guidance.quarantined().contains(model)
        && reference.qualityPpm() - appraisal.qualityPpm() <= budget.maxLossPpm()
        && guidance
            .forecasts()
            .mayDisplace(model, reference.option().deployment.model().id(), budget.maxLossPpm());
  }

  /** The agreement of models with the lowest score, or {@code null} where none qualifies. */
  private static @Nullable Trio trio(
      Ranking ranking, Appraisal reference, QualityBudget budget, Guidance guidance, Terms terms) {
    if (!budget.arms().contains(Arm.AGREEMENT)) {
      return null;
    }
    Objective objective = Expectation.guided(guidance).objective(terms);
    Trio best = null;
    for (Agreement agreement : guidance.forecasts().agreements()) {
      Trio trio = trio(ranking, agreement, objective);
      if (trio != null
          && !guidance.quarantined().contains(agreement.one())
          && !guidance.quarantined().contains(agreement.other())
          && mayAnswer(trio.third(), reference, budget, guidance)
          && reference.qualityPpm() - trio.qualityPpm() <= budget.maxLossPpm()
          && (best == null || trio.scorePico() < best.scorePico())) {
        best = trio;
      }
    }
    return best;
  }

  private static @Nullable Trio trio(Ranking ranking, Agreement agreement, Objective objective) {
    List<Appraisal> three = new ArrayList<>(AGREEMENT_PLACES);
    for (String model : List.of(agreement.one(), agreement.other(), agreement.third())) {
      for (Appraisal appraisal : ranking.qualified()) {
        if (appraisal.option().deployment.model().id().equals(model)
            && appraisal.cost() != null
            && !appraisal.lastResort()) {
          three.add(appraisal);
          break;
        }
      }
    }
    if (three.size() < AGREEMENT_PLACES) {
      return null;
    }
    Appraisal one = three.get(0);
    Appraisal other = three.get(1);
    Appraisal third = three.get(2);
    long apartPpm = PPM - (long) Math.clamp(agreement.agreementPpm(), 0, PPM);
    long cost = pico(one) + pico(other) + share(pico(third), apartPpm);
    long totalMs = Math.max(one.totalMs(), other.totalMs()) + share(third.totalMs(), apartPpm);
    return new Trio(
        one,
        other,
        third,
        agreement.qualityPpm(),
        objective.score(cost, totalMs, agreement.qualityPpm()));
  }

  private static long pico(Appraisal appraisal) {
    Picodollars cost = appraisal.cost();
    return cost == null ? 0 : Math.min(cost.pico(), Long.MAX_VALUE / 8);
  }

  /** A whole number times millionths, without overflow. */
  private static long share(long whole, long ppm) {
    return whole / PPM * ppm + whole % PPM * ppm / PPM;
  }
}
