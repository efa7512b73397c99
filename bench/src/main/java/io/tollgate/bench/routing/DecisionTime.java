package io.tollgate.bench.routing;

import io.tollgate.bench.routing.learn.Fitted;
import io.tollgate.bench.routing.learn.Learner;
import io.tollgate.bench.routing.learn.TrainingView;
import io.tollgate.gateway.training.OutcomeSet;
import io.tollgate.gateway.training.PriceList;
import io.tollgate.gateway.training.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long a learner takes to say what it expects of every model and to choose one, on one thread,
 * for prompts of 800 characters; after a warm-up.
 *
 * @param learner the learner
 * @param set the set it was fitted on
 * @param models number of models
 * @param p50Micros median, in microseconds
 * @param p99Micros 99th percentile, in microseconds; on a shared machine that of its neighbours,
 *     too
 */
public record DecisionTime(
    String learner, String set, int models, double p50Micros, double p99Micros) {

  private static final int CHARS = 800;
  private static final int PROMPTS = 256;

  /** Decisions to warm up by, for each that is measured. */
  private static final int WARM_UPS = 5;

  private static final long WARM_UP_NANOS_MAX = 1_000_000_000L;
  private static final double NANOS_PER_MICRO = 1e3;

  /**
   * Measures it.
   *
   * @param measured decisions that are measured, at least 1
   */
  static DecisionTime of(
      Learner learner, OutcomeSet set, PriceList prices, long seed, int measured) {
    Fitted fitted = learner.fit(TrainingView.of(set, prices), seed);
    List<Question> prompts = prompts(set);
    long warm = System.nanoTime() + WARM_UP_NANOS_MAX;
    int spun = 0;
    for (int i = 0; i / WARM_UPS < measured && System.nanoTime() < warm; i++) {
      spun += decide(fitted, prompts.get(i % prompts.size()), set.width());
    }
    long[] nanos = new long[measured];
    for (int i = 0; i < measured; i++) {
      long start = System.nanoTime();
      spun += decide(fitted, prompts.get(i % prompts.size()), set.width());
      nanos[i] = System.nanoTime() - start;
    }
    if (spun < 0) {
      throw new IllegalStateException("a choice below 0");
    }
    Arrays.sort(nanos);
    return new DecisionTime(
        learner.name(),
        set.name(),
        set.width(),
        nanos[measured / 2] / NANOS_PER_MICRO,
        nanos[(int) (measured * 99L / 100)] / NANOS_PER_MICRO);
  }

  private static int decide(Fitted fitted, Question question, int models) {
    double[] quality = new double[models];
    double[] tokens = new double[models];
    fitted.predict(question, quality, tokens);
    int best = 0;
    for (int model = 1; model < models; model++) {
      best = quality[model] - tokens[model] > quality[best] - tokens[best] ? model : best;
    }
    return best;
  }

  /** Prompts of the length asked for: questions, one after the other where one is too short. */
  private static List<Question> prompts(OutcomeSet set) {
    List<Question> prompts = new ArrayList<>();
    for (int i = 0; i < Math.min(PROMPTS, set.size()); i++) {
      StringBuilder text = new StringBuilder();
      for (int row = i; text.length() < CHARS; row = (row + 1) % set.size()) {
        text.append(set.question(row).text()).append('\n');
      }
      text.setLength(CHARS);
      Question like = set.question(i);
      prompts.add(
          new Question(
              like.row(), like.id(), like.dataset(), like.category(), text.toString(), like.key()));
    }
    return prompts;
  }
}
