package io.tollgate.bench.routing;

import io.tollgate.bench.routing.data.Folds;
import io.tollgate.bench.routing.learn.Learner;
import io.tollgate.bench.routing.learn.TrainingView;
import io.tollgate.bench.routing.measure.Arena;
import io.tollgate.bench.routing.measure.Predictions;
import io.tollgate.bench.routing.measure.Resamples;
import io.tollgate.bench.routing.measure.Singles;
import io.tollgate.gateway.training.OutcomeSet;
import io.tollgate.gateway.training.PriceList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The evaluation of all learners on one set. */
final class SetEvaluation {

  /** A stream of fewer requests is over before a budget has been spent. */
  private static final int LEAST_REPLAYED = 1_000;

  private final OutcomeSet set;
  private final Arena arena;
  private final Resamples resamples;
  private final boolean hasNewcomer;
  private final List<LearnerEvaluation> learners = new ArrayList<>();

  SetEvaluation(
      OutcomeSet set,
      List<OutcomeSet> others,
      PriceList prices,
      List<Learner> compared,
      EvaluationPlan plan) {
    this.set = set;
    String newcomer = plan.holdout();
    Arena whole = Arena.of(set);
    this.hasNewcomer = newcomer != null && whole.truth().models().contains(newcomer);
    this.arena = newcomer == null || !hasNewcomer ? whole : HiddenModel.hide(whole, newcomer, plan);
    this.resamples = new Resamples(arena.rows().length, plan.seed());
    Folds folds = new Folds(plan.folds(), plan.seed());
    int newcomerColumn = hasNewcomer ? arena.truth().models().indexOf(newcomer) : -1;
    for (Learner learner : compared) {
      if (learner.suits(TrainingView.of(arena.learntFrom(), prices))) {
        learners.add(
            new LearnerEvaluation(
                learner, arena, others, prices, folds, plan.seed(), resamples, newcomerColumn));
      }
    }
  }

  boolean hasNewcomer() {
    return hasNewcomer;
  }

  List<String> notes() {
    return arena.notes();
  }

  /** Fits, to be done before what is measured. */
  void addFits(Tasks tasks) {
    learners.forEach(learner -> learner.addFits(tasks));
  }

  /** What is measured of the fits. */
  void addMeasurements(Tasks tasks) {
    learners.forEach(learner -> tasks.add(learner::measure));
  }

  /** Whether there is enough, and at a price, to be replayed as traffic. */
  boolean canBeReplayed() {
    return arena.truth().hasCosts() && arena.rows().length >= LEAST_REPLAYED;
  }

  /** What a learner predicted, by its name. */
  Optional<Predictions> predictions(String wanted) {
    return learners.stream()
        .filter(learner -> learner.name().equals(wanted))
        .map(LearnerEvaluation::predictions)
        .findFirst();
  }

  String name() {
    return set.name();
  }

  SetReport report() {
    OutcomeSet truth = arena.truth();
    int[] rows = arena.rows();
    Singles singles = Singles.of(truth, rows);
    List<LearnerReport> reports = new ArrayList<>();
    reports.add(Bounds.mixing(truth, singles));
    learners.forEach(learner -> reports.addAll(learner.reports()));
    reports.add(Bounds.oracle(truth, rows, resamples));
    return new SetReport(
        truth.name(),
        truth.models(),
        set.size(),
        rows.length,
        arena.filledShare(),
        truth.hasCosts(),
        singles,
        reports);
  }
}
