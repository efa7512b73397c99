package io.tollgate.bench.routing.learn;

import io.tollgate.gateway.training.Question;
import java.util.List;

/** What has been learnt. Safe for use by several threads at once. */
public interface Fitted {

  /** No choice of its own. */
  int NO_CHOICE = -1;

  /**
   * What is expected of each model for a question; columns are those of the training view. The
   * question's category may be looked at only as the tag that a caller sends.
   *
   * @param quality to be filled with expected scores, 0 to 1
   * @param outputTokens to be filled with expected output tokens; NaN leaves it to the mean
   */
  void predict(Question question, double[] quality, double[] outputTokens);

  /** Further candidates beside the single models; used where a set has answers to compare. */
  default List<Agreement> agreements() {
    return List.of();
  }

  /**
   * What is expected of each of {@link #agreements()} for a question.
   *
   * @param quality to be filled with the expected score of the candidate as a whole
   * @param agreement to be filled with the probability that its first two models agree
   */
  default void predictAgreements(Question question, double[] quality, double[] agreement) {}

  /**
   * What the expected score of a choice is too high by where it takes the place of the best model,
   * 0 to 1.
   */
  default double optimism() {
    return 0;
  }

  /**
   * The candidate that is chosen where nobody says what quality is worth: at the learner's default
   * operating point and under its evidence gate, if it has one.
   *
   * @param costsUsd expected dollars of each candidate: the models, then the agreements; NaN where
   *     unknown
   * @param reference column of the model that is best on the training part
   * @return place of the candidate, or {@link #NO_CHOICE} for the highest expected quality
   */
  default int choose(Question question, double[] costsUsd, int reference) {
    return NO_CHOICE;
  }
}
