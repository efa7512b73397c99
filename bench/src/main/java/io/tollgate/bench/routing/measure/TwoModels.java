package io.tollgate.bench.routing.measure;

import io.tollgate.gateway.training.OutcomeSet;

/** Measures a learner on a set of two models, of which the better one is the strong one. */
public final class TwoModels {

  private TwoModels() {}

  /** The measures over rows. */
  public static StrongShare.Figures figures(
      Predictions predictions, int[] rows, Resamples resamples) {
    OutcomeSet set = predictions.set();
    int strong = Singles.of(set, rows, resamples.once()).best();
    int weak = 1 - strong;
    double[] gains = new double[rows.length];
    double[] weakScores = new double[rows.length];
    double[] strongScores = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      gains[i] = predictions.quality(rows[i], strong) - predictions.quality(rows[i], weak);
      weakScores[i] = set.score(rows[i], weak);
      strongScores[i] = set.score(rows[i], strong);
    }
    return StrongShare.of(gains, weakScores, strongScores, resamples);
  }
}
