package io.tollgate.bench.routing.learn;

import io.tollgate.gateway.training.Question;

/** Each model's mean in the category that the caller names: no text is looked at. */
final class TaggedPrior implements Learner {

  @Override
  public String name() {
    return "category given";
  }

  @Override
  public Fitted fit(TrainingView train, long seed) {
    Kinds kinds = new Kinds(train);
    CellMeans means = new CellMeans(train, kinds.ofPlaces(), kinds.count());
    return (Question question, double[] quality, double[] tokens) -> {
      int kind = kinds.of(question.kind());
      for (int model = 0; model < quality.length; model++) {
        quality[model] = kind < 0 ? means.meanScore(model) : means.score(kind, model);
        tokens[model] = kind < 0 ? means.meanTokens(model) : means.tokens(kind, model);
      }
    };
  }
}
