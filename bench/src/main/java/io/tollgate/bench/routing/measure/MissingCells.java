package io.tollgate.bench.routing.measure;

import io.tollgate.gateway.training.OutcomeSet;

/**
 * Fills cells that are missing: a score by the model's mean plus how much easier the question was
 * for the models that answered it, a cost by the model's mean times how much dearer the question
 * was for them. So a model that was asked the hard questions only is not taken for a weak one.
 */
final class MissingCells {

  /** Unseen models that a question's effect is drawn towards none by. */
  private static final double PRIOR = 2;

  private static final int ROUNDS = 5;

  private final OutcomeSet set;
  private final int width;

  MissingCells(OutcomeSet set) {
    this.set = set;
    this.width = set.width();
  }

  /** Share of the cells whose score is missing. */
  double share() {
    long count = 0;
    for (int row = 0; row < set.size(); row++) {
      for (int model = 0; model < width; model++) {
        count += Double.isNaN(set.score(row, model)) ? 1 : 0;
      }
    }
    return (double) count / ((long) set.size() * width);
  }

  OutcomeSet filled() {
    double[] scores = new double[set.size() * width];
    double[] costs = new double[set.size() * width];
    double[] logCosts = new double[set.size() * width];
    for (int row = 0; row < set.size(); row++) {
      for (int model = 0; model < width; model++) {
        int cell = row * width + model;
        scores[cell] = set.score(row, model);
        costs[cell] = set.costUsd(row, model);
        logCosts[cell] = costs[cell] > 0 ? Math.log(costs[cell]) : Double.NaN;
      }
    }
    double[] expected = effects(scores);
    double[] expectedLog = effects(logCosts);
    for (int cell = 0; cell < scores.length; cell++) {
      if (Double.isNaN(scores[cell])) {
        scores[cell] = Math.clamp(expected[cell], 0.0, 1.0);
      }
      if (Double.isNaN(costs[cell]) && set.hasCosts()) {
        costs[cell] = Math.exp(expectedLog[cell]);
      }
    }
    return set.filledWith(scores, costs);
  }

  /** Effect of the model plus effect of the question, for each cell. */
  private double[] effects(double[] values) {
    double[] models = new double[width];
    double[] questions = new double[set.size()];
    for (int round = 0; round < ROUNDS; round++) {
      for (int model = 0; model < width; model++) {
        Mean mean = new Mean();
        for (int row = 0; row < set.size(); row++) {
          mean.add(values[row * width + model] - questions[row]);
        }
        models[model] = mean.count() == 0 ? 0 : mean.value();
      }
      for (int row = 0; row < set.size(); row++) {
        Mean mean = new Mean();
        for (int model = 0; model < width; model++) {
          mean.add(values[row * width + model] - models[model]);
        }
        questions[row] =
            mean.count() == 0 ? 0 : mean.value() * mean.count() / (mean.count() + PRIOR);
      }
    }
    double[] effects = new double[values.length];
    for (int cell = 0; cell < values.length; cell++) {
      effects[cell] = models[cell % width] + questions[cell / width];
    }
    return effects;
  }
}
