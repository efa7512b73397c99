package io.tollgate.bench.routing.learn;

import java.util.Random;

/**
 * Multinomial logistic regression from TF-IDF of hashed words to the category, fitted by stochastic
 * gradient descent with step sizes per weight (AdaGrad).
 */
final class KindClassifier {

  private static final int PASSES = 6;
  private static final float RATE = 0.5f;
  private static final float SMALL = 1e-6f;

  private final int kinds;
  private final TermWeights terms;
  private final float[] weights;

  KindClassifier(Texts texts, Kinds kinds, long seed) {
    this.kinds = kinds.count();
    this.terms = texts.weights();
    this.weights = new float[TermWeights.buckets() * this.kinds];
    float[] squares = new float[weights.length];
    int[] order = new int[texts.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Random random = new Random(seed);
    for (int pass = 0; this.kinds > 1 && pass < PASSES; pass++) {
      shuffle(order, random);
      for (int place : order) {
        learn(texts.words(place), kinds.ofPlaces()[place], squares);
      }
    }
  }

  private static void shuffle(int[] order, Random random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }

  private void learn(WordHashes text, int kind, float[] squares) {
    float[] values = values(text);
    double[] likely = probabilities(text, values);
    likely[kind] -= 1;
    for (int i = 0; i < values.length; i++) {
      int at = TermWeights.bucket(text.hash(i)) * kinds;
      for (int k = 0; k < kinds; k++) {
        float slope = (float) likely[k] * values[i];
        squares[at + k] += slope * slope;
        weights[at + k] -= RATE * slope / (float) Math.sqrt(squares[at + k] + SMALL);
      }
    }
  }

  /** How likely a text is of each category; sums to 1. */
  double[] probabilities(WordHashes text) {
    return probabilities(text, values(text));
  }

  private double[] probabilities(WordHashes text, float[] values) {
    double[] likely = new double[kinds];
    for (int i = 0; i < values.length; i++) {
      int at = TermWeights.bucket(text.hash(i)) * kinds;
      for (int k = 0; k < kinds; k++) {
        likely[k] += weights[at + k] * values[i];
      }
    }
    double highest = Double.NEGATIVE_INFINITY;
    for (double value : likely) {
      highest = Math.max(highest, value);
    }
    double sum = 0;
    for (int k = 0; k < kinds; k++) {
      likely[k] = Math.exp(likely[k] - highest);
      sum += likely[k];
    }
    for (int k = 0; k < kinds; k++) {
      likely[k] /= sum;
    }
    return likely;
  }

  private float[] values(WordHashes text) {
    float[] values = new float[text.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = terms.of(text, i);
    }
    return Vectors.normalised(values);
  }
}
