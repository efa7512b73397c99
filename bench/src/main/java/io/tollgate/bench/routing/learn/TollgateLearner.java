package io.tollgate.bench.routing.learn;

import io.tollgate.gateway.training.Question;
import io.tollgate.gateway.training.Union;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.quality.QualityModel;
import io.tollgate.policies.quality.TokenVectors;
import io.tollgate.policies.quality.Trainer;
import io.tollgate.policies.quality.TrainingSet;
import java.util.ArrayList;
import java.util.List;

/** Tollgate's own predictor; where answers can be compared it learns agreements of models, too. */
public final class TollgateLearner implements Learner {

  private final boolean tagged;

  /**
   * The predictor.
   *
   * @param tagged whether callers send the category as the task; else there is only the text
   */
  public TollgateLearner(boolean tagged) {
    this.tagged = tagged;
  }

  @Override
  public String name() {
    return tagged ? "tollgate, tagged" : "tollgate";
  }

  @Override
  public Fitted fit(TrainingView train, long seed) {
    return new TollgateFitted(train(train, (done, all, what) -> {}), train, tagged);
  }

  /** The model that is learnt from what may be learnt from. */
  public static QualityModel train(TrainingView from, Trainer.Progress progress) {
    return Trainer.train(trainingSet(from), TokenVectors.shipped(), from.set(), progress);
  }

  private static TrainingSet trainingSet(TrainingView train) {
    int size = train.size();
    int width = train.width();
    List<Prompt> prompts = new ArrayList<>(size);
    double[][] scores = new double[size][width];
    double[][] tokens = new double[size][width];
    double[] costs = new double[width];
    int[] known = new int[width];
    for (int place = 0; place < size; place++) {
      Question question = train.question(place);
      prompts.add(prompt(question, true));
      for (int model = 0; model < width; model++) {
        scores[place][model] = train.score(place, model);
        tokens[place][model] = train.outputTokens(place, model);
        double cost = train.costUsd(place, model);
        if (!Double.isNaN(cost)) {
          costs[model] += cost;
          known[model]++;
        }
      }
    }
    for (int model = 0; model < width; model++) {
      costs[model] = known[model] == 0 ? Double.NaN : costs[model] / known[model];
    }
    TrainingSet.AgreementTable table =
        (row, one, other) ->
            train.isAnswerKnown(row, one) && train.isAnswerKnown(row, other)
                ? (train.agree(row, one, other) ? 1 : 0)
                : Double.NaN;
    return new TrainingSet(
        prompts, train.models(), scores, tokens, costs, train.hasAnswers() ? table : null);
  }

  static Prompt prompt(Question question, boolean tagged) {
    return tagged ? Union.prompt(question) : Prompt.of(question.text());
  }
}
