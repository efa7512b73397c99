package io.tollgate.bench.routing;

import org.jspecify.annotations.Nullable;

/**
 * How learners are evaluated.
 *
 * @param folds number of folds, at least 2
 * @param seed for splits, draws and fits
 * @param threads fits that run at one time
 * @param holdout a model to be treated as new, or {@code null}
 * @param holdoutLabels judged prompts of that model that each fit may learn from
 * @param replaySeeds streams of each kind that are replayed through the pacer; 0: none
 * @param decisions of each learner that are timed, at least 1
 */
public record EvaluationPlan(
    int folds,
    long seed,
    int threads,
    @Nullable String holdout,
    int holdoutLabels,
    int replaySeeds,
    int decisions) {

  public EvaluationPlan {
    atLeast("folds", folds, 2);
    atLeast("threads", threads, 1);
    atLeast("holdout-labels", holdoutLabels, 0);
    atLeast("replay-seeds", replaySeeds, 0);
    atLeast("decisions", decisions, 1);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
    }
  }
}
