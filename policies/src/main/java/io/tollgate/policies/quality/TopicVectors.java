package io.tollgate.policies.quality;

import java.util.Arrays;

/**
 * A vector for each piece of a word that is frequent among the prompts that were learnt from:
 * pieces that occur in the same prompts lie near each other. {@link TokenVectors} know what a piece
 * means in the language, this what it says here, where two prompts that share a passage or a turn
 * of phrase may be alike though the mean of all their words is not. See {@link TopicLearner}.
 *
 * @param dimensions numbers in a vector; 0 where there was too little to learn from
 * @param pieces the pieces, in ascending order
 * @param scales what a byte of the vector of each piece stands for
 * @param vectors the vectors, one after the other
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
record TopicVectors(int dimensions, int[] pieces, float[] scales, byte[] vectors) {

  /** Nothing was learnt of any piece. */
  static final TopicVectors NONE = new TopicVectors(0, new int[0], new float[0], new byte[0]);

  /** Hears of a piece of a text. */
  @FunctionalInterface
  interface Occurrence {
    /**
     * A known piece occurs.
     *
     * @param place its place among the known pieces
     * @param weight grows with the logarithm of how often it does
     */
    void of(int place, float weight);
  }

  /**
   * Where a text lies among those that were learnt from: the sum of its pieces' vectors.
   *
   * @param text its pieces in ascending order
   */
  float[] place(int[] text) {
    float[] sum = new float[dimensions];
    occurrences(pieces, text, (place, weight) -> add(place, weight, sum));
    return sum;
  }

  private void add(int place, float weight, float[] sum) {
    float scale = weight * scales[place];
    int at = place * dimensions;
    for (int d = 0; d < sum.length; d++) {
      sum[d] += scale * vectors[at + d];
    }
  }

  /** Goes through the pieces of a text that are known, each once. */
  static void occurrences(int[] known, int[] text, Occurrence occurrence) {
    int next = 0;
    for (int at = 0; at < text.length; at = next) {
      while (next < text.length && text[next] == text[at]) {
        next++;
      }
      int place = Arrays.binarySearch(known, text[at]);
      if (place >= 0) {
        occurrence.of(place, 1 + (float) Math.log(next - at));
      }
    }
  }
}
