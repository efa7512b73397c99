package io.tollgate.policies.quality;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a prompt into the numbers that a model is linear in: where its text lies among the texts
 * that were learnt from, its traits as deviations from theirs, and how probable each kind of
 * request is. A kind is what training data calls a category and callers a task.
 *
 * @param vectors the table that texts are looked up in
 * @param mean the mean vector of the texts that were learnt from
 * @param traitMeans mean of each trait
 * @param traitSpreads standard deviation of each trait; 0 for one that never varied, which says
 *     nothing
 * @param traitWeight what a standard deviation weighs beside a text's place, whose length is 1
 * @param kinds names of the kinds, may be empty
 * @param kindWeights a row of {@link #baseSize()} weights for each kind
 * @param kindBiases what each kind scores before its weights
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
record FeatureMap(
    TokenVectors vectors,
    float[] mean,
    float[] traitMeans,
    float[] traitSpreads,
    float traitWeight,
    List<String> kinds,
    float[][] kindWeights,
    float[] kindBiases) {

  /** What a unit of probability weighs beside a text's place, whose length is 1. */
  static final float KIND_WEIGHT = 3;

  /** Turns scores of a least-squares classifier, about 0 to 1, into odds. */
  private static final float SHARPNESS = 12;

  /** A deviation of more than this many standard deviations says no more. */
  private static final float MOST = 4;

  /** How sure a caller's own tag makes us. */
  private static final float TRUST_IN_TAG = 0.9f;

  /**
   * A prompt in numbers.
   *
   * @param values text, traits, then the weighted probabilities of the kinds
   * @param kinds the probabilities, which sum to 1 where there are kinds
   * @param tag place of the kind that the caller named, {@link #NO_TAG} where none was, {@link
   *     #UNKNOWN_TAG} where nothing was learnt about it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
  record Features(float[] values, float[] kinds, int tag) {

    static final int NO_TAG = -1;
    static final int UNKNOWN_TAG = -2;
  }

  /** Numbers before the kinds. */
  int baseSize() {
    return mean.length + traitMeans.length;
  }

  /** All numbers. */
  int size() {
    return baseSize() + kinds.size();
  }

  /** A prompt's text and traits, with room for the kinds behind them. */
  float[] base(Prompt prompt) {
    float[] values = new float[size()];
    float[] place = vectors.mean(prompt.text());
    double square = 0;
    for (int i = 0; i < mean.length; i++) {
      values[i] = place[i] - mean[i];
      square += values[i] * values[i];
    }
    float shrink = square > 0 ? (float) (1 / Math.sqrt(square)) : 0;
    for (int i = 0; i < mean.length; i++) {
      values[i] *= shrink;
    }
    float[] traits = PromptTraits.of(prompt);
    for (int i = 0; i < traits.length; i++) {
      float spread = traitSpreads[i];
      float deviation = spread > 0 ? (traits[i] - traitMeans[i]) / spread : 0;
      values[mean.length + i] = traitWeight * Math.clamp(deviation, -MOST, MOST);
    }
    return values;
  }

  /** A prompt in numbers. */
  Features of(Prompt prompt) {
    float[] values = base(prompt);
    float[] scores = new float[kinds.size()];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = kindBiases[k] + Vectors.dot(kindWeights[k], values, baseSize());
    }
    float[] probabilities = probabilities(scores);
    int tag = tag(prompt.task());
    if (tag >= 0) {
      for (int k = 0; k < probabilities.length; k++) {
        probabilities[k] *= 1 - TRUST_IN_TAG;
      }
      probabilities[tag] += TRUST_IN_TAG;
    }
    for (int k = 0; k < probabilities.length; k++) {
      values[baseSize() + k] = KIND_WEIGHT * probabilities[k];
    }
    return new Features(values, probabilities, tag);
  }

  private int tag(@Nullable String task) {
    if (task == null || task.isEmpty()) {
      return Features.NO_TAG;
    }
    int place = kinds.indexOf(task);
    return place < 0 ? Features.UNKNOWN_TAG : place;
  }

  /** Scores of the kinds as probabilities. */
  static float[] probabilities(float[] scores) {
    float best = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      best = Math.max(best, score);
    }
    float[] probabilities = new float[scores.length];
    float sum = 0;
    for (int k = 0; k < scores.length; k++) {
      probabilities[k] = (float) Math.exp(SHARPNESS * (scores[k] - best));
      sum += probabilities[k];
    }
    for (int k = 0; k < scores.length; k++) {
      probabilities[k] /= sum;
    }
    return probabilities;
  }
}
