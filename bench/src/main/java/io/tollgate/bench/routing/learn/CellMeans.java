package io.tollgate.bench.routing.learn;

/**
 * Mean score and output tokens of each model in each of several groups of questions, drawn towards
 * the model's overall mean as if {@value #PRIOR} more questions had shown that.
 */
final class CellMeans {

  /** Questions that a group's own mean has to outweigh. */
  private static final double PRIOR = 20;

  private static final double NO_SCORE = 0.5;

  private final int width;
  private final double[] scores;
  private final double[] scored;
  private final double[] tokens;
  private final double[] tokened;
  private final double[] meanScores;
  private final double[] meanTokens;

  /**
   * @param groupOf the group of each place of the training view, 0 to groups - 1
   */
  CellMeans(TrainingView train, int[] groupOf, int groups) {
    width = train.width();
    scores = new double[groups * width];
    scored = new double[groups * width];
    tokens = new double[groups * width];
    tokened = new double[groups * width];
    for (int place = 0; place < train.size(); place++) {
      for (int model = 0; model < width; model++) {
        int cell = groupOf[place] * width + model;
        double score = train.score(place, model);
        double output = train.outputTokens(place, model);
        if (!Double.isNaN(score)) {
          scores[cell] += score;
          scored[cell]++;
        }
        if (!Double.isNaN(output)) {
          tokens[cell] += output;
          tokened[cell]++;
        }
      }
    }
    meanScores = overall(scores, scored, NO_SCORE);
    meanTokens = overall(tokens, tokened, Double.NaN);
  }

  private double[] overall(double[] sums, double[] counts, double unknown) {
    double[] means = new double[width];
    for (int model = 0; model < width; model++) {
      double sum = 0;
      double count = 0;
      for (int cell = model; cell < sums.length; cell += width) {
        sum += sums[cell];
        count += counts[cell];
      }
      means[model] = count == 0 ? unknown : sum / count;
    }
    return means;
  }

  double meanScore(int model) {
    return meanScores[model];
  }

  double meanTokens(int model) {
    return meanTokens[model];
  }

  double score(int group, int model) {
    int cell = group * width + model;
    return (scores[cell] + PRIOR * meanScores[model]) / (scored[cell] + PRIOR);
  }

  double tokens(int group, int model) {
    int cell = group * width + model;
    return (tokens[cell] + PRIOR * meanTokens[model]) / (tokened[cell] + PRIOR);
  }
}
