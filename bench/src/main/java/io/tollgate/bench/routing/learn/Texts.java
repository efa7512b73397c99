package io.tollgate.bench.routing.learn;

/** The texts of a training part, hashed and weighted; places are those of the view. */
final class Texts {

  private final WordHashes[] words;
  private final TermWeights weights;
  private final Embedding embedding;

  Texts(TrainingView train, long seed) {
    words = new WordHashes[train.size()];
    for (int place = 0; place < words.length; place++) {
      words[place] = WordHashes.of(train.question(place).text());
    }
    weights = new TermWeights(words);
    embedding = new Embedding(words, weights, seed);
  }

  int size() {
    return words.length;
  }

  WordHashes words(int place) {
    return words[place];
  }

  TermWeights weights() {
    return weights;
  }

  float[] point(String text) {
    return embedding.of(WordHashes.of(text));
  }

  /** All texts as points. */
  float[][] points() {
    float[][] points = new float[words.length][];
    for (int place = 0; place < words.length; place++) {
      points[place] = embedding.of(words[place]);
    }
    return points;
  }
}
