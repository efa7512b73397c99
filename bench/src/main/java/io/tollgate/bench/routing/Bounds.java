package io.tollgate.bench.routing;

import io.tollgate.bench.routing.measure.CostQuality;
import io.tollgate.bench.routing.measure.Figure;
import io.tollgate.bench.routing.measure.Oracle;
import io.tollgate.bench.routing.measure.Predictions;
import io.tollgate.bench.routing.measure.Resamples;
import io.tollgate.bench.routing.measure.Singles;
import io.tollgate.bench.routing.measure.StrongShare;
import io.tollgate.bench.routing.measure.TwoModels;
import io.tollgate.gateway.training.OutcomeSet;

/** What is reached without knowing anything of a question, and by knowing everything. */
final class Bounds {

  static final String MIXING = "random mixing";
  static final String ORACLE = "oracle";

  private Bounds() {}

  static LearnerReport mixing(OutcomeSet set, Singles singles) {
    StrongShare.Figures half =
        set.width() == 2
            ? new StrongShare.Figures(Figure.of(0.5), Figure.of(0.5), Figure.of(0.8))
            : null;
    return new LearnerReport(MIXING, CostQuality.mixing(singles), half, null, null, null, null);
  }

  static LearnerReport oracle(OutcomeSet set, int[] rows, Resamples resamples) {
    Predictions known = Oracle.of(set, rows);
    StrongShare.Figures figures =
        set.width() == 2 ? TwoModels.figures(known, rows, resamples) : null;
    return new LearnerReport(
        ORACLE, CostQuality.of(known, rows, true, resamples), figures, null, null, null, null);
  }
}
