package io.tollgate.bench.routing.measure;

import io.tollgate.bench.routing.data.Folds;
import io.tollgate.bench.routing.learn.Agreement;
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
 * Predicts each row of a set by a fit that has not seen its question: not in this set, nor in
 * another. A fold is one task; tasks of one or several cross-validations may run in parallel.
 */
public final class CrossValidation {

  private final OutcomeSet learntFrom;
  private final List<OutcomeSet> others;
  private final PriceList prices;
  private final Folds folds;
  private final Learner learner;
  private final long seed;
  private final Predictions predictions;

  /**
   * @param set the set with all its outcomes
   * @param learntFrom the same rows as may be learnt from: with less outcomes where some are hidden
   * @param others further sets that may be learnt from, under the same folds
   */
  public CrossValidation(
      OutcomeSet set,
      OutcomeSet learntFrom,
      List<OutcomeSet> others,
      PriceList prices,
      Folds folds,
      Learner learner,
      long seed) {
    this.learntFrom = learntFrom;
    this.others = List.copyOf(others);
    this.prices = prices;
    this.folds = folds;
    this.learner = learner;
    this.seed = seed;
    this.predictions = new Predictions(set, folds.count());
  }

  /** What was predicted, when all folds are done. */
  public Predictions predictions() {
    return predictions;
  }

  /** Does all folds, one after the other. */
  public Predictions run() {
    for (int fold = 0; fold < folds.count(); fold++) {
      run(fold);
    }
    return predictions;
  }

  /** Does one fold. */
  public void run(int fold) {
    int[] test = folds.test(learntFrom, fold);
    if (test.length > 0) {
      List<TrainingView> beside = new ArrayList<>();
      for (OutcomeSet other : others) {
        beside.add(new TrainingView(other, folds.training(other, fold), prices, List.of()));
      }
      int[] training = folds.training(learntFrom, fold);
      predict(predictions, fold, new TrainingView(learntFrom, training, prices, beside), test);
    }
  }

  private void predict(Predictions into, int fold, TrainingView train, int[] test) {
    predict(learner, train, seed, into, fold, test);
  }

  /** Fits a learner and lets it predict rows. */
  static void predict(
      Learner learner, TrainingView train, long seed, Predictions into, int fold, int[] rows) {
    Fitted fitted = learner.fit(train, seed);
    CostExpectation costs = new CostExpectation(train);
    OutcomeSet set = into.set();
    List<Agreement> agreements = set.answers() == null ? List.of() : fitted.agreements();
    int reference = best(train.meanScores());
    into.fitted(fold, agreements, reference, fitted.optimism());
    int width = set.width();
    double[] quality = new double[width];
    double[] tokens = new double[width];
    double[] agreedQuality = new double[agreements.size()];
    double[] agreement = new double[agreements.size()];
    for (int row : rows) {
      Question question = set.question(row);
      Arrays.fill(tokens, Double.NaN);
      fitted.predict(question, quality, tokens);
      double[] qualities = Arrays.copyOf(quality, width + agreements.size());
      double[] dollars = new double[width + agreements.size()];
      for (int model = 0; model < width; model++) {
        dollars[model] = costs.costUsd(set, row, model, tokens[model]);
      }
      if (!agreements.isEmpty()) {
        fitted.predictAgreements(question, agreedQuality, agreement);
      }
      for (int i = 0; i < agreements.size(); i++) {
        Agreement arm = agreements.get(i);
        qualities[width + i] = agreedQuality[i];
        dollars[width + i] =
            dollars[arm.first()]
                + dollars[arm.second()]
                + (1 - agreement[i]) * dollars[arm.third()];
      }
      int choice = fitted.choose(question, dollars.clone(), reference);
      into.put(row, fold, qualities, dollars, choice >= 0 ? choice : best(qualities));
    }
  }

  /** Place of the highest; the first of equals, 0 where all are NaN. */
  static int best(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best] || Double.isNaN(values[best])) {
        best = i;
      }
    }
    return best;
  }
}
