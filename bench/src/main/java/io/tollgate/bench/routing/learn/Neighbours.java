package io.tollgate.bench.routing.learn;

import io.tollgate.gateway.training.Question;

/**
 * Mean of the 80 questions whose words are most alike, each weighted by exp(8 · cosine), drawn
 * towards the overall mean: k-nearest neighbours on latent semantic analysis of hashed words.
 */
final class Neighbours implements Learner {

  private static final int NEIGHBOURS = 80;
  private static final double SHARPNESS = 8;

  /** Neighbours of average weight that the overall mean counts as. */
  private static final double PRIOR = 20;

  @Override
  public String name() {
    return "kNN 80";
  }

  @Override
  public Fitted fit(TrainingView train, long seed) {
    Texts texts = new Texts(train, seed);
    Points points = new Points(texts.points());
    CellMeans means = new CellMeans(train, new int[train.size()], 1);
    return (Question question, double[] quality, double[] tokens) -> {
      Nearest nearest = new Nearest(NEIGHBOURS);
      float[] cosines = new float[points.count()];
      points.cosines(texts.point(question.text()), cosines);
      for (int place = 0; place < cosines.length; place++) {
        nearest.offer(place, cosines[place]);
      }
      for (int model = 0; model < quality.length; model++) {
        predict(train, means, nearest, model, quality, tokens);
      }
    };
  }

  private static void predict(
      TrainingView train,
      CellMeans means,
      Nearest nearest,
      int model,
      double[] quality,
      double[] tokens) {
    double prior = PRIOR * nearest.meanWeight(SHARPNESS);
    double scores = prior * means.meanScore(model);
    double scoreWeights = prior;
    double output = prior * means.meanTokens(model);
    double outputWeights = prior;
    for (int i = 0; i < nearest.size(); i++) {
      double weight = Math.exp(SHARPNESS * nearest.cosine(i));
      double score = train.score(nearest.place(i), model);
      double answer = train.outputTokens(nearest.place(i), model);
      if (!Double.isNaN(score)) {
        scores += weight * score;
        scoreWeights += weight;
      }
      if (!Double.isNaN(answer)) {
        output += weight * answer;
        outputWeights += weight;
      }
    }
    quality[model] = scores / scoreWeights;
    tokens[model] = output / outputWeights;
  }
}
