package io.tollgate.bench.routing.learn;

import io.tollgate.gateway.training.Question;

/** Each model's mean in every category, weighted by how likely the text is of that category. */
final class PredictedPrior implements Learner {

  @Override
  public String name() {
    return "category by text";
  }

  @Override
  public Fitted fit(TrainingView train, long seed) {
    Kinds kinds = new Kinds(train);
    CellMeans means = new CellMeans(train, kinds.ofPlaces(), kinds.count());
    Texts texts = new Texts(train, seed);
    KindClassifier classifier = new KindClassifier(texts, kinds, seed);
    return (Question question, double[] quality, double[] tokens) -> {
      double[] likely = classifier.probabilities(WordHashes.of(question.text()));
      for (int model = 0; model < quality.length; model++) {
        quality[model] = 0;
        tokens[model] = 0;
        for (int kind = 0; kind < likely.length; kind++) {
          quality[model] += likely[kind] * means.score(kind, model);
          tokens[model] += likely[kind] * means.tokens(kind, model);
        }
      }
    };
  }
}
