package io.tollgate.policies.quality;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a prompt into the numbers that a model is linear in: where its text lies among the texts
 * that were learnt from, its traits as deviations from theirs, where it lies by the words that it
 * shares with them, which of them it is near to, and how probable each kind of request is. A kind
 * is what training data calls a category and callers a task.
 *
 * @param vectors the table that texts are looked up in
 * @param mean the mean vector of the texts that were learnt from
 * @param traitMeans mean of each trait
 * @param traitSpreads standard deviation of each trait; 0 for one that never varied, which says
 *     nothing
 * @param traitWeight what a standard deviation weighs beside a text's place, whose length is 1
 * @param topics what the pieces of words say among the texts that were learnt from
 * @param landmarks places among those texts
 * @param kinds names of the kinds, may be empty
 * @param kindWeights a row of {@link #baseSize()} weights for each kind
 * @param kindBiases what each kind scores before its weights
 * @param likenesses by kind, and what its prompts would be taken for by who does not know it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
record FeatureMap(
    TokenVectors vectors,
    float[] mean,
    float[] traitMeans,
    float[] traitSpreads,
    float traitWeight,
    TopicVectors topics,
    Landmarks landmarks,
    List<String> kinds,
    float[][] kindWeights,
    float[] kindBiases,
    float[][] likenesses) {

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
   * @param values text, traits, topics, landmarks, then the weighted probabilities of the kinds
   * @param kinds the probabilities, which sum to 1 where there are kinds
   * @param typical the highest score of a kind: about 1 for a prompt like those of the kind, less
   *     for one that is like those of several
   * @param tag place of the kind that the caller named, {@link #NO_TAG} where none was, {@link
   *     #UNKNOWN_TAG} where nothing was learnt about it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
  record Features(float[] values, float[] kinds, float typical, int tag) {

    static final int NO_TAG = -1;
    static final int UNKNOWN_TAG = -2;
  }

  /** A map that tells no kinds apart yet. */
  static FeatureMap withoutKinds(
      TokenVectors vectors,
      float[] mean,
      float[] traitMeans,
      float[] traitSpreads,
      float traitWeight,
      TopicVectors topics,
      Landmarks landmarks) {
    return new FeatureMap(
        vectors,
        mean,
        traitMeans,
        traitSpreads,
        traitWeight,
        topics,
        landmarks,
        List.of(),
        new float[0][],
        new float[0],
        new float[0][]);
  }

  /** The same with landmarks. */
  FeatureMap with(Landmarks found) {
    return withoutKinds(vectors, mean, traitMeans, traitSpreads, traitWeight, topics, found);
  }

  /** The same with kinds. */
  FeatureMap with(List<String> names, float[][] weights, float[] biases, float[][] confused) {
    return new FeatureMap(
        vectors,
        mean,
        traitMeans,
        traitSpreads,
        traitWeight,
        topics,
        landmarks,
        names,
        weights,
        biases,
        confused);
  }

  /** Numbers before the kinds. */
  int baseSize() {
    return mean.length + traitMeans.length + topics.dimensions() + landmarks.count();
  }

  /** All numbers. */
  int size() {
    return baseSize() + kinds.size();
  }

  /** A prompt's text, traits, topics and landmarks, with room for the kinds behind them. */
  float[] base(Prompt prompt) {
    float[] values = new float[size()];
    int[] pieces = vectors.pieces(prompt.text());
    float[] place = vectors.mean(pieces);
    for (int i = 0; i < mean.length; i++) {
      values[i] = place[i] - mean[i];
    }
    toLengthOne(values, 0, mean.length);
    float[] traits = PromptTraits.of(prompt);
    for (int i = 0; i < traits.length; i++) {
      float spread = traitSpreads[i];
      float deviation = spread > 0 ? (traits[i] - traitMeans[i]) / spread : 0;
      values[mean.length + i] = traitWeight * Math.clamp(deviation, -MOST, MOST);
    }
    int from = mean.length + traits.length;
    System.arraycopy(topics.place(pieces), 0, values, from, topics.dimensions());
    toLengthOne(values, from, topics.dimensions());
    landmarks.nearness(place(values), values, from + topics.dimensions());
    return values;
  }

  /** Where a text lies by its words and topics, of length 1. */
  float[] place(float[] values) {
    float[] place = Arrays.copyOf(values, mean.length + topics.dimensions());
    int from = mean.length + traitMeans.length;
    System.arraycopy(values, from, place, mean.length, topics.dimensions());
    toLengthOne(place, 0, place.length);
    return place;
  }

  /** Brings some numbers to a length of 1, unless all are 0. */
  static void toLengthOne(float[] values, int from, int count) {
    double square = 0;
    for (int i = from; i < from + count; i++) {
      square += values[i] * values[i];
    }
    float shrink = square > 0 ? (float) (1 / Math.sqrt(square)) : 0;
    for (int i = from; i < from + count; i++) {
      values[i] *= shrink;
    }
  }

  /** A prompt in numbers. */
  Features of(Prompt prompt) {
    float[] values = base(prompt);
    float[] scores = new float[kinds.size()];
    float typical = 0;
    for (int k = 0; k < scores.length; k++) {
      scores[k] = kindBiases[k] + Vectors.dot(kindWeights[k], values, baseSize());
      typical = Math.max(typical, scores[k]);
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
    return new Features(values, probabilities, typical, tag);
  }

  /** How like the prompts of each kind a prompt is to who does not know that kind. */
  float[] likenesses(Features features) {
    float[] likenesses = new float[kinds.size()];
    for (int k = 0; k < likenesses.length; k++) {
      likenesses[k] = Vectors.dot(this.likenesses[k], features.kinds(), likenesses.length);
    }
    return likenesses;
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
