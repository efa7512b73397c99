package io.tollgate.bench.routing.measure;

import io.tollgate.bench.routing.data.Folds;
import io.tollgate.bench.routing.learn.Learner;
import io.tollgate.bench.routing.learn.TrainingView;
import io.tollgate.gateway.training.OutcomeSet;
import io.tollgate.gateway.training.PriceList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Learns from 1,500 questions and tests on all others, as RouteLLM was helped by so many labels;
 * several draws, whose figures are averaged.
 */
public final class FewLabels {

  /** Questions learnt from. */
  public static final int LABELS = 1_500;

  /** Draws. */
  public static final int DRAWS = 3;

  private final Arena arena;
  private final PriceList prices;
  private final Learner learner;
  private final long seed;
  private final double[][] figures = new double[DRAWS][];

  /** Prepares the draws of a set of two models. */
  public FewLabels(Arena arena, PriceList prices, Learner learner, long seed) {
    this.arena = arena;
    this.prices = prices;
    this.learner = learner;
    this.seed = seed;
  }

  /** Whether a set has two models, and enough questions that most remain to be tested on. */
  public static boolean suits(Arena arena) {
    return arena.truth().width() == 2 && arena.rows().length >= 2 * LABELS;
  }

  /** Does one draw. */
  public void run(int draw) {
    OutcomeSet set = arena.learntFrom();
    int[] shuffled = Folds.shuffled(set, seed * DRAWS + draw + 1);
    int[] training = Folds.firstOf(set, shuffled, LABELS);
    boolean[] compared = new boolean[set.size()];
    for (int row : arena.rows()) {
      compared[row] = true;
    }
    int[] test =
        IntStream.range(training.length, shuffled.length)
            .map(i -> shuffled[i])
            .filter(row -> compared[row])
            .toArray();
    Predictions predictions = new Predictions(arena.truth(), 1);
    TrainingView train = new TrainingView(set, training, prices, List.of());
    CrossValidation.predict(learner, train, seed + draw, predictions, 0, test);
    StrongShare.Figures drawn =
        TwoModels.figures(predictions, test, new Resamples(test.length, seed));
    figures[draw] =
        new double[] {drawn.apgr().value(), drawn.cpt50().value(), drawn.cpt80().value()};
  }

  /** Means over the draws; the intervals are from the lowest to the highest draw. */
  public StrongShare.Figures result() {
    return new StrongShare.Figures(spread(0), spread(1), spread(2));
  }

  private Figure spread(int figure) {
    double sum = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] drawn : figures) {
      sum += drawn[figure];
      low = Math.min(low, drawn[figure]);
      high = Math.max(high, drawn[figure]);
    }
    return new Figure(sum / DRAWS, low, high);
  }
}
