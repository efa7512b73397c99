package io.tollgate.bench.routing.learn;

import io.tollgate.gateway.training.Question;

/** A straight line from the logarithm of the prompt's length to each model's score. */
final class PromptLength implements Learner {

  private static final int TWO = 2;

  @Override
  public String name() {
    return "prompt length";
  }

  /** Its only use is as a yardstick where one of two models is asked. */
  @Override
  public boolean suits(TrainingView train) {
    return train.width() == TWO;
  }

  @Override
  public Fitted fit(TrainingView train, long seed) {
    CellMeans means = new CellMeans(train, new int[train.size()], 1);
    double[] slopes = new double[train.width()];
    double[] middles = new double[train.width()];
    for (int model = 0; model < slopes.length; model++) {
      double n = 0;
      double sum = 0;
      for (int place = 0; place < train.size(); place++) {
        if (!Double.isNaN(train.score(place, model))) {
          n++;
          sum += length(train.question(place));
        }
      }
      middles[model] = n == 0 ? 0 : sum / n;
      slopes[model] = slope(train, model, middles[model], means.meanScore(model));
    }
    return (Question question, double[] quality, double[] tokens) -> {
      for (int model = 0; model < quality.length; model++) {
        quality[model] =
            means.meanScore(model) + slopes[model] * (length(question) - middles[model]);
        tokens[model] = means.meanTokens(model);
      }
    };
  }

  private static double slope(TrainingView train, int model, double middle, double mean) {
    double products = 0;
    double squares = 0;
    for (int place = 0; place < train.size(); place++) {
      double score = train.score(place, model);
      if (!Double.isNaN(score)) {
        double length = length(train.question(place)) - middle;
        products += length * (score - mean);
        squares += length * length;
      }
    }
    return squares == 0 ? 0 : products / squares;
  }

  private static double length(Question question) {
    return Math.log1p(question.text().length());
  }
}
