package io.tollgate.policies.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Learns {@link Landmarks}: the centres of k-means clusters of prompts by direction (Dhillon and
 * Modha, "Concept decompositions for large sparse text data using clustering", 2001). It begins
 * with prompts spread evenly over the set, so that nothing depends on chance.
 */
final class LandmarkLearner {

  /** Twice as many were no better and made training several times as long. */
  private static final int MOST = 256;

  /** A cluster of fewer prompts says more of them than of others like them. */
  private static final int PROMPTS_PER_LANDMARK = 20;

  /** In a set of fewer prompts landmarks did harm: what came of a few prompts is chance. */
  private static final int PROMPTS_MIN = 1_000;

  private static final int ITERATIONS = 12;

  private LandmarkLearner() {}

  /**
   * Learns from prompts.
   *
   * @param places of each, of length 1 unless there are no words
   */
  static Landmarks learn(float[][] places) {
    if (places.length < PROMPTS_MIN) {
      return Landmarks.NONE;
    }
    int count = Math.min(MOST, places.length / PROMPTS_PER_LANDMARK);
    float[][] centres = new float[count][];
    for (int k = 0; k < count; k++) {
      centres[k] = places[(int) ((long) k * places.length / count)];
    }
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      centres = means(places, centres);
    }
    return table(centres);
  }

  /** The directions of the means of the places that are nearest to each centre. */
  private static float[][] means(float[][] places, float[][] centres) {
    int dimensions = places[0].length;
    float[][] means = new float[centres.length][dimensions];
    boolean[] found = new boolean[centres.length];
    for (float[] place : places) {
      int nearest = nearest(place, centres);
      found[nearest] = true;
      for (int d = 0; d < dimensions; d++) {
        means[nearest][d] += place[d];
      }
    }
    for (int k = 0; k < means.length; k++) {
      if (found[k]) {
        FeatureMap.toLengthOne(means[k], 0, dimensions);
      } else {
        means[k] = centres[k];
      }
    }
    return means;
  }

  private static int nearest(float[] place, float[][] centres) {
    int nearest = 0;
    float highest = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < centres.length; k++) {
      float cosine = Vectors.dot(centres[k], place, place.length);
      if (cosine > highest) {
        highest = cosine;
        nearest = k;
      }
    }
    return nearest;
  }

  private static Landmarks table(float[][] centres) {
    List<float[]> wordy = new ArrayList<>(Arrays.asList(centres));
    wordy.removeIf(centre -> largest(centre) == 0);
    int dimensions = centres[0].length;
    float[] scales = new float[wordy.size()];
    byte[] places = new byte[wordy.size() * dimensions];
    for (int k = 0; k < scales.length; k++) {
      float largest = largest(wordy.get(k));
      scales[k] = largest / Byte.MAX_VALUE;
      for (int d = 0; d < dimensions; d++) {
        places[k * dimensions + d] = (byte) Math.round(wordy.get(k)[d] / scales[k]);
      }
    }
    return new Landmarks(dimensions, scales, places);
  }

  private static float largest(float[] vector) {
    float largest = 0;
    for (float value : vector) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
