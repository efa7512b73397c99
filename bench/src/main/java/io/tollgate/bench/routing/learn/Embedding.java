package io.tollgate.bench.routing.learn;

import java.util.Random;

/**
 * A text as a point on the unit sphere: its TF-IDF vector over hashed words, turned into the
 * {@value #DIMENSIONS} directions along which the texts learnt from differ most (latent semantic
 * analysis). The directions come from a random projection and one power iteration (Halko,
 * Martinsson, Tropp 2011, "Finding structure with randomness"): alone, a projection is too noisy
 * for texts that have few words in common.
 */
final class Embedding {

  static final int DIMENSIONS = 128;

  private static final int BITS = 14;

  private final TermWeights weights;

  /** By dimension and bucket. */
  private final float[][] directions;

  Embedding(WordHashes[] texts, TermWeights weights, long seed) {
    this.weights = weights;
    Random random = new Random(seed);
    float[][] guess = new float[DIMENSIONS][1 << BITS];
    for (float[] direction : guess) {
      for (int bucket = 0; bucket < direction.length; bucket++) {
        direction[bucket] = random.nextBoolean() ? 1 : -1;
      }
    }
    float[][] values = new float[texts.length][];
    for (int text = 0; text < texts.length; text++) {
      values[text] = values(texts[text]);
    }
    float[][] improved = back(texts, values, orthonormal(forth(texts, values, guess)));
    directions = orthonormal(back(texts, values, orthonormal(forth(texts, values, improved))));
  }

  private float[] values(WordHashes text) {
    float[] values = new float[text.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = weights.of(text, i);
    }
    return Vectors.normalised(values);
  }

  private static int bucket(int hash) {
    return hash >>> (Integer.SIZE - BITS);
  }

  /** Each text along each direction. */
  private static float[][] forth(WordHashes[] texts, float[][] values, float[][] directions) {
    float[][] along = new float[directions.length][texts.length];
    for (int d = 0; d < directions.length; d++) {
      for (int text = 0; text < texts.length; text++) {
        float sum = 0;
        for (int i = 0; i < values[text].length; i++) {
          sum += values[text][i] * directions[d][bucket(texts[text].hash(i))];
        }
        along[d][text] = sum;
      }
    }
    return along;
  }

  /** Each bucket along each direction. */
  private static float[][] back(WordHashes[] texts, float[][] values, float[][] along) {
    float[][] directions = new float[along.length][1 << BITS];
    for (int d = 0; d < along.length; d++) {
      for (int text = 0; text < texts.length; text++) {
        float weight = along[d][text];
        for (int i = 0; i < values[text].length; i++) {
          directions[d][bucket(texts[text].hash(i))] += weight * values[text][i];
        }
      }
    }
    return directions;
  }

  /** Gram and Schmidt, in place. */
  private static float[][] orthonormal(float[][] vectors) {
    for (int i = 0; i < vectors.length; i++) {
      for (int before = 0; before < i; before++) {
        Vectors.add(vectors[i], vectors[before], -Vectors.dot(vectors[i], vectors[before]));
      }
      Vectors.normalised(vectors[i]);
    }
    return vectors;
  }

  float[] of(WordHashes text) {
    float[] values = values(text);
    float[] point = new float[DIMENSIONS];
    for (int d = 0; d < DIMENSIONS; d++) {
      float sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[i] * directions[d][bucket(text.hash(i))];
      }
      point[d] = sum;
    }
    return Vectors.normalised(point);
  }
}
