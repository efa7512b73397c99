package io.tollgate.bench.routing.measure;

import io.tollgate.bench.routing.learn.TrainingView;
import io.tollgate.gateway.training.OutcomeSet;
import io.tollgate.gateway.training.PriceList.ModelPrice;

/**
 * What a request is expected to cost before it is sent: its input tokens and the expected output
 * tokens at the model's price, scaled to what the training part cost; without a price, the mean
 * cost of the training part.
 */
final class CostExpectation {

  private static final int CHARS_PER_TOKEN = 4;

  private final TrainingView train;
  private final double[] meanCostUsd;
  private final double[] meanOutputTokens;
  private final double[] scale;

  CostExpectation(TrainingView train) {
    this.train = train;
    meanCostUsd = new double[train.width()];
    meanOutputTokens = new double[train.width()];
    scale = new double[train.width()];
    for (int model = 0; model < train.width(); model++) {
      learn(model);
    }
  }

  private void learn(int model) {
    Mean cost = new Mean();
    Mean output = new Mean();
    double recorded = 0;
    double priced = 0;
    ModelPrice price = train.price(model);
    for (int place = 0; place < train.size(); place++) {
      double tokens = train.outputTokens(place, model);
      double costUsd = train.costUsd(place, model);
      cost.add(costUsd);
      output.add(tokens);
      double pricedUsd =
          price == null ? Double.NaN : price.costUsd(train.inputTokens(place, model), tokens);
      if (!Double.isNaN(pricedUsd + costUsd)) {
        recorded += costUsd;
        priced += pricedUsd;
      }
    }
    meanCostUsd[model] = cost.value();
    meanOutputTokens[model] = output.value();
    scale[model] = priced > 0 ? recorded / priced : Double.NaN;
  }

  /** Dollars expected of a model for the question of a row; NaN where nothing is known. */
  double costUsd(OutcomeSet set, int row, int model, double expectedOutputTokens) {
    ModelPrice price = train.price(model);
    if (price == null || Double.isNaN(scale[model])) {
      return meanCostUsd[model];
    }
    double input = set.inputTokens(row, model);
    if (Double.isNaN(input)) {
      input = set.question(row).text().length() / (double) CHARS_PER_TOKEN;
    }
    return scale[model] * price.costUsd(input, outputTokens(model, expectedOutputTokens));
  }

  /** The expected output tokens, or the mean where a learner says nothing of them. */
  private double outputTokens(int model, double expected) {
    return expected >= 0 ? expected : meanOutputTokens[model];
  }
}
