package io.tollgate.bench.routing;

import io.tollgate.bench.routing.measure.CostQuality;
import io.tollgate.bench.routing.measure.Figure;
import io.tollgate.bench.routing.measure.StrongShare;
import io.tollgate.bench.routing.replay.ReplayReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the router has to reach on the sets that references were measured on, and what a run
 * reached. Only rows whose set was run are there.
 */
final class MustReach {

  static final String MMLU_PRO = "mmlupro";
  static final String MMLU = "routellm_mmlu";
  static final String GSM8K = "routellm_gsm8k";

  private MustReach() {}

  /**
   * One figure that has to be reached.
   *
   * @param measure what is measured
   * @param unit the unit of all figures
   * @param reference what was measured elsewhere, on a somewhat larger set
   * @param bar what has to be reached
   * @param goal what is hoped for
   * @param moreIsBetter whether the bar is passed from above
   * @param reached the figure of the run
   */
  record Row(
      String measure,
      String unit,
      double reference,
      double bar,
      double goal,
      boolean moreIsBetter,
      Figure reached) {

    /** Whether the bar is reached, as it is printed. */
    boolean isReached() {
      double rounded = Math.round(reached.value() * 1e4) / 1e4;
      return moreIsBetter ? rounded >= bar : rounded <= bar;
    }
  }

  /** Figures of a learner; where it has agreements, its arms are those of {@code name+arms}. */
  static List<Row> rows(EvaluationReport report, String learner) {
    List<Row> rows = new ArrayList<>();
    Optional<LearnerReport> pro = learner(report, MMLU_PRO, learner);
    Optional<LearnerReport> arms = learner(report, MMLU_PRO, learner + "+arms");
    saved(rows, pro, "MMLU-Pro: cost saved at %d %%, single-model arms", SINGLE);
    saved(rows, arms, "MMLU-Pro: cost saved at %d %%, with agreement arms", ARMS);
    Optional<LearnerReport> mmlu = learner(report, MMLU, learner);
    share(rows, mmlu, LearnerReport::strongShare, "RouteLLM MMLU: APGR", 0.695, 0.69, 0.73);
    mmlu.map(LearnerReport::strongShare)
        .ifPresent(figures ->
            rows.add(
                new Row("RouteLLM MMLU: CPT50", "%", 0.241, 0.25, 0.21, false, figures.cpt50())));
    share(
        rows,
        mmlu,
        LearnerReport::fewLabels,
        "RouteLLM MMLU, 1,500 labels: APGR",
        0.65,
        0.65,
        0.68);
    share(
        rows,
        learner(report, GSM8K, learner),
        LearnerReport::strongShare,
        "RouteLLM GSM8K: APGR",
        0.642,
        0.64,
        0.66);
    arms.or(() -> pro)
        .map(LearnerReport::unseen)
        .ifPresent(unseen ->
            rows.add(
                new Row(
                    "MMLU-Pro, unseen categories: quality against the best single model",
                    "",
                    0.91,
                    0.99,
                    1.0,
                    true,
                    unseen.quality())));
    replayed(rows, report.replays().get(MMLU_PRO));
    report.times().stream()
        .filter(time -> time.learner().equals(learner) && time.models() == 14)
        .forEach(time ->
            rows.add(
                new Row(
                    "prediction for an 800-character prompt, 14 models, p50",
                    "us",
                    400,
                    200,
                    50,
                    false,
                    Figure.of(time.p50Micros()))));
    return rows;
  }

  private static void replayed(List<Row> rows, @Nullable ReplayReport replay) {
    if (replay == null) {
      return;
    }
    boolean arms = replay.rows().stream().anyMatch(ReplayReport.Row::agreements);
    String loss = "MMLU-Pro as traffic, 2.0 points to lose: ";
    less(rows, loss + "steady", 0.023, 0.021, 0.020, replay.steadyLoss(arms));
    less(rows, loss + "drift", 0.018, 0.021, 0.020, replay.driftLoss(arms));
    less(rows, loss + "silent regression", 0.056, 0.030, 0.023, replay.regressionLoss(arms));
    less(rows, loss + "relative cost, steady", 0.27, 0.28, 0.25, replay.steadyCost(arms));
  }

  private static void less(
      List<Row> rows, String measure, double reference, double bar, double goal, double value) {
    rows.add(new Row(measure, "", reference, bar, goal, false, Figure.of(value)));
  }

  private static final List<double[]> SINGLE =
      List.of(
          new double[] {100, 0.46, 0.43, 0.52},
          new double[] {97, 0.74, 0.71, 0.80},
          new double[] {95, 0.86, 0.85, 0.89});

  private static final List<double[]> ARMS =
      List.of(
          new double[] {100, 0.51, 0.53, 0.62},
          new double[] {97, 0.73, 0.76, 0.83},
          new double[] {95, 0.84, 0.86, 0.90});

  private static void saved(
      List<Row> rows, Optional<LearnerReport> learner, String measure, List<double[]> bars) {
    if (learner.isEmpty()) {
      return;
    }
    CostQuality reached = learner.get().costQuality();
    for (double[] bar : bars) {
      int percent = (int) bar[0];
      rows.add(
          new Row(
              String.format(Locale.ROOT, measure, percent),
              "%",
              bar[1],
              bar[2],
              bar[3],
              true,
              reached.savedAt(percent)));
    }
  }

  private static void share(
      List<Row> rows,
      Optional<LearnerReport> learner,
      Function<LearnerReport, StrongShare.@Nullable Figures> figures,
      String measure,
      double reference,
      double bar,
      double goal) {
    StrongShare.Figures found = learner.isEmpty() ? null : figures.apply(learner.get());
    if (found != null) {
      rows.add(new Row(measure, "", reference, bar, goal, true, found.apgr()));
    }
  }

  private static Optional<LearnerReport> learner(
      EvaluationReport report, String set, String learner) {
    return report.set(set).flatMap(found -> found.learner(learner));
  }
}
