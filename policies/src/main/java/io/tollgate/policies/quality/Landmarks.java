package io.tollgate.policies.quality;

/**
 * Places in the midst of prompts that were learnt from. Which of them a prompt lies near to says
 * what no sum over its features can: that it is like some prompts, and what came of these. It is
 * what nearest neighbours say, at the cost of some hundred of them. See {@link LandmarkLearner}.
 *
 * @param dimensions numbers in a place; 0 where there was too little to learn from
 * @param scales what a byte of each place stands for
 * @param places the places, of length 1, one after the other
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
record Landmarks(int dimensions, float[] scales, byte[] places) {

  /** There are none. */
  static final Landmarks NONE = new Landmarks(0, new float[0], new byte[0]);

  /** What a unit of nearness weighs beside a text's place, whose length is 1. */
  private static final float WEIGHT = 3;

  /** How fast nearness falls with the angle. */
  private static final float SHARPNESS = 16;

  int count() {
    return scales.length;
  }

  /**
   * Writes how near each is, by its cosine: shares of {@link #WEIGHT}.
   *
   * @param place of a text, of length 1
   */
  void nearness(float[] place, float[] values, int from) {
    float nearest = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < scales.length; k++) {
      float cosine = scales[k] * Vectors.dot(places, k * dimensions, place);
      values[from + k] = cosine;
      nearest = Math.max(nearest, cosine);
    }
    float sum = 0;
    for (int k = 0; k < scales.length; k++) {
      values[from + k] = (float) Math.exp(SHARPNESS * (values[from + k] - nearest));
      sum += values[from + k];
    }
    for (int k = 0; k < scales.length; k++) {
      values[from + k] *= WEIGHT / sum;
    }
  }
}
