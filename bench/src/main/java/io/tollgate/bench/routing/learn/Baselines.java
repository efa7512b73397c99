package io.tollgate.bench.routing.learn;

import java.util.List;

/** What a learner has to beat: priors by category, clusters, neighbours, the prompt's length. */
public final class Baselines {

  private Baselines() {}

  /** All of them. */
  public static List<Learner> all() {
    return List.of(
        new TaggedPrior(),
        new PredictedPrior(),
        new Clusters(),
        new Neighbours(),
        new PromptLength());
  }
}
