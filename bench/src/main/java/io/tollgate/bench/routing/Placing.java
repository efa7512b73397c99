package io.tollgate.bench.routing;

import io.tollgate.bench.routing.measure.Arena;
import io.tollgate.bench.routing.measure.Calibration;
import io.tollgate.bench.routing.measure.CostQuality;
import io.tollgate.bench.routing.measure.Predictions;
import io.tollgate.gateway.training.OutcomeSet;
import java.util.Arrays;

/** Sees how a model that was new to the learner has been placed. */
final class Placing {

  private static final int PERCENT = 97;

  private Placing() {}

  static Newcomer of(
      Arena arena,
      Predictions predictions,
      int model,
      int folds,
      boolean singlesOnly,
      CostQuality costQuality) {
    OutcomeSet set = arena.truth();
    int[] rows = arena.rows();
    double[] expected = new double[set.width()];
    double[] real = new double[set.width()];
    for (int row : rows) {
      for (int m = 0; m < set.width(); m++) {
        expected[m] += predictions.quality(row, m) / rows.length;
        real[m] += set.score(row, m) / rows.length;
      }
    }
    long labels = 0;
    for (int row = 0; row < set.size(); row++) {
      labels += Double.isNaN(arena.learntFrom().score(row, model)) ? 0 : 1;
    }
    return new Newcomer(
        (double) labels * (folds - 1) / folds,
        expected[model],
        real[model],
        rank(expected, model),
        rank(real, model),
        correlation(predictions, rows, model, expected[model], real[model]),
        Calibration.of(predictions, rows, model),
        costQuality.shareOf(predictions, rows, singlesOnly, model, PERCENT));
  }

  private static int rank(double[] means, int model) {
    return 1 + (int) Arrays.stream(means).filter(mean -> mean > means[model]).count();
  }

  private static double correlation(
      Predictions predictions, int[] rows, int model, double meanExpected, double meanReal) {
    double products = 0;
    double expectedSquares = 0;
    double realSquares = 0;
    for (int row : rows) {
      double expected = predictions.quality(row, model) - meanExpected;
      double real = predictions.realQuality(row, model) - meanReal;
      products += expected * real;
      expectedSquares += expected * expected;
      realSquares += real * real;
    }
    return products / Math.sqrt(expectedSquares * realSquares);
  }
}
