package io.tollgate.bench.routing.measure;

import io.tollgate.gateway.training.OutcomeSet;
import java.util.List;

/** Predictions that are the outcomes: what perfect knowledge would reach. */
public final class Oracle {

  private Oracle() {}

  /** The outcomes of rows, as predictions. */
  public static Predictions of(OutcomeSet set, int[] rows) {
    Predictions predictions = new Predictions(set, 1);
    predictions.fitted(0, List.of(), 0, 0);
    for (int row : rows) {
      double[] quality = new double[set.width()];
      double[] cost = new double[set.width()];
      for (int model = 0; model < set.width(); model++) {
        quality[model] = set.score(row, model);
        cost[model] = set.costUsd(row, model);
      }
      predictions.put(row, 0, quality, cost, CrossValidation.best(quality));
    }
    return predictions;
  }
}
