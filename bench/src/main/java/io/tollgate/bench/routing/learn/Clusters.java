package io.tollgate.bench.routing.learn;

import io.tollgate.gateway.training.Question;
import java.util.Random;

/**
 * Each model's mean in the cluster that the text is nearest to: k-means with 60 clusters, after
 * "The Avengers" (Zhang et al. 2025), on {@link Embedding} instead of a language model's.
 */
final class Clusters implements Learner {

  private static final int CLUSTERS = 60;
  private static final int QUESTIONS_PER_CLUSTER = 15;
  private static final int ROUNDS = 10;

  @Override
  public String name() {
    return "k-means 60";
  }

  @Override
  public Fitted fit(TrainingView train, long seed) {
    Texts texts = new Texts(train, seed);
    float[][] points = texts.points();
    int clusters = Math.clamp(points.length / QUESTIONS_PER_CLUSTER, 1, CLUSTERS);
    float[][] centres = start(points, clusters, new Random(seed));
    int[] nearest = new int[points.length];
    for (int round = 0; round < ROUNDS; round++) {
      Points targets = new Points(centres);
      for (int place = 0; place < points.length; place++) {
        nearest[place] = nearest(points[place], targets);
      }
      centres = centres(points, nearest, centres);
    }
    CellMeans means = new CellMeans(train, nearest, clusters);
    Points fixed = new Points(centres);
    return (Question question, double[] quality, double[] tokens) -> {
      int cluster = nearest(texts.point(question.text()), fixed);
      for (int model = 0; model < quality.length; model++) {
        quality[model] = means.score(cluster, model);
        tokens[model] = means.tokens(cluster, model);
      }
    };
  }

  private static float[][] start(float[][] points, int clusters, Random random) {
    float[][] centres = new float[clusters][];
    for (int i = 0; i < clusters; i++) {
      centres[i] =
          points.length == 0
              ? new float[Embedding.DIMENSIONS]
              : points[random.nextInt(points.length)].clone();
    }
    return centres;
  }

  private static int nearest(float[] point, Points centres) {
    float[] cosines = new float[centres.count()];
    centres.cosines(point, cosines);
    int nearest = 0;
    for (int i = 1; i < cosines.length; i++) {
      nearest = cosines[i] > cosines[nearest] ? i : nearest;
    }
    return nearest;
  }

  /** Means of the points, back on the sphere; a cluster without points stays where it is. */
  private static float[][] centres(float[][] points, int[] nearest, float[][] before) {
    float[][] sums = new float[before.length][Embedding.DIMENSIONS];
    int[] counts = new int[before.length];
    for (int place = 0; place < points.length; place++) {
      float[] sum = sums[nearest[place]];
      for (int i = 0; i < sum.length; i++) {
        sum[i] += points[place][i];
      }
      counts[nearest[place]]++;
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = counts[i] == 0 ? before[i] : Vectors.normalised(sums[i]);
    }
    return sums;
  }
}
