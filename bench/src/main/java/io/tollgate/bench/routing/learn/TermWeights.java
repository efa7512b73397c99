package io.tollgate.bench.routing.learn;

/** How rare each hashed word is in what was learnt from: inverse document frequency. */
final class TermWeights {

  /** Buckets that words are counted in; collisions make a rare word look less rare. */
  private static final int BITS = 18;

  private final int[] documents = new int[1 << BITS];
  private final int total;

  TermWeights(WordHashes[] texts) {
    total = texts.length;
    for (WordHashes text : texts) {
      for (int i = 0; i < text.size(); i++) {
        documents[bucket(text.hash(i))]++;
      }
    }
  }

  static int bucket(int hash) {
    return hash >>> (Integer.SIZE - BITS);
  }

  static int buckets() {
    return 1 << BITS;
  }

  /** TF-IDF of the i-th word of a text: (1 + ln tf) · ln((1 + N) / (1 + df)). */
  float of(WordHashes text, int i) {
    double rarity = Math.log((1.0 + total) / (1 + documents[bucket(text.hash(i))]));
    return (float) ((1 + Math.log(text.count(i))) * rarity);
  }
}
