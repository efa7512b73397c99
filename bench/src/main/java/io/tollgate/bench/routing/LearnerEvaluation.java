package io.tollgate.bench.routing;

import io.tollgate.bench.routing.data.Folds;
import io.tollgate.bench.routing.learn.Learner;
import io.tollgate.bench.routing.measure.Arena;
import io.tollgate.bench.routing.measure.Calibration;
import io.tollgate.bench.routing.measure.CostQuality;
import io.tollgate.bench.routing.measure.CrossValidation;
import io.tollgate.bench.routing.measure.FewLabels;
import io.tollgate.bench.routing.measure.Predictions;
import io.tollgate.bench.routing.measure.Resamples;
import io.tollgate.bench.routing.measure.StrongShare;
import io.tollgate.bench.routing.measure.TwoModels;
import io.tollgate.bench.routing.measure.UnseenDomains;
import io.tollgate.gateway.training.OutcomeSet;
import io.tollgate.gateway.training.PriceList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The evaluation of one learner on one set: first its fits, then what is measured of them. */
final class LearnerEvaluation {

  /** What the name of a learner ends with that chooses among agreements, too. */
  static final String ARMS = "+arms";

  private final Learner learner;
  private final Arena arena;
  private final int folds;
  private final Resamples resamples;
  private final int newcomer;
  private final CrossValidation validation;
  private final @Nullable UnseenDomains unseen;
  private final @Nullable FewLabels few;
  private final List<LearnerReport> reports = new ArrayList<>();

  /**
   * @param newcomer column of the model that is treated as new, or -1
   */
  LearnerEvaluation(
      Learner learner,
      Arena arena,
      List<OutcomeSet> others,
      PriceList prices,
      Folds folds,
      long seed,
      Resamples resamples,
      int newcomer) {
    this.learner = learner;
    this.arena = arena;
    this.folds = folds.count();
    this.resamples = resamples;
    this.newcomer = newcomer;
    this.validation =
        new CrossValidation(
            arena.truth(), arena.learntFrom(), others, prices, folds, learner, seed);
    UnseenDomains domains = new UnseenDomains(arena, prices, learner, seed);
    this.unseen = domains.parts() > 1 ? domains : null;
    this.few = FewLabels.suits(arena) ? new FewLabels(arena, prices, learner, seed) : null;
  }

  void addFits(Tasks tasks) {
    for (int fold = 0; fold < folds; fold++) {
      int number = fold;
      tasks.add(() -> validation.run(number));
    }
    UnseenDomains domains = unseen;
    for (int part = 0; domains != null && part < domains.parts(); part++) {
      int number = part;
      tasks.add(() -> domains.run(number));
    }
    FewLabels labels = few;
    for (int draw = 0; labels != null && draw < FewLabels.DRAWS; draw++) {
      int number = draw;
      tasks.add(() -> labels.run(number));
    }
  }

  /** Measures when all fits are done. */
  void measure() {
    Predictions predictions = validation.predictions();
    int[] rows = arena.rows();
    UnseenDomains.Result domains = unseen == null ? null : unseen.result(resamples);
    boolean bothWays = predictions.hasAgreements() && !learner.name().endsWith(ARMS);
    if (bothWays) {
      reports.add(report(learner.name(), predictions, rows, true, null));
    }
    String name = learner.name() + (bothWays ? ARMS : "");
    reports.add(report(name, predictions, rows, false, domains));
  }

  private LearnerReport report(
      String name,
      Predictions predictions,
      int[] rows,
      boolean singlesOnly,
      UnseenDomains.@Nullable Result domains) {
    boolean two = arena.truth().width() == 2;
    StrongShare.Figures share = two ? TwoModels.figures(predictions, rows, resamples) : null;
    CostQuality costQuality = CostQuality.of(predictions, rows, singlesOnly, resamples);
    return new LearnerReport(
        name,
        costQuality,
        share,
        few == null ? null : few.result(),
        Calibration.of(predictions, rows),
        domains,
        newcomer < 0
            ? null
            : Placing.of(arena, predictions, newcomer, folds, singlesOnly, costQuality));
  }

  String name() {
    return learner.name();
  }

  /** What was predicted, when all fits are done. */
  Predictions predictions() {
    return validation.predictions();
  }

  /** What was measured: one report, or two where the learner has agreements to choose from. */
  List<LearnerReport> reports() {
    return reports;
  }
}
