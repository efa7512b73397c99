package io.tollgate.bench.routing.learn;

import io.tollgate.gateway.training.OutcomeSet;
import io.tollgate.gateway.training.PriceList;
import io.tollgate.gateway.training.Question;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The part of a set that may be learnt from. Places run from 0 to {@link #size()} - 1; unknown
 * cells are NaN.
 */
public final class TrainingView {

  private final OutcomeSet set;
  private final int[] rows;
  private final PriceList prices;
  private final List<TrainingView> others;

  /**
   * @param rows rows of the set that may be learnt from
   * @param prices known prices of models
   * @param others the training parts of other sets, under the same split: with other questions, and
   *     perhaps other models
   */
  public TrainingView(OutcomeSet set, int[] rows, PriceList prices, List<TrainingView> others) {
    this.set = set;
    this.rows = rows.clone();
    this.prices = prices;
    this.others = List.copyOf(others);
  }

  /** All of a set. */
  public static TrainingView of(OutcomeSet set, PriceList prices) {
    return new TrainingView(set, IntStream.range(0, set.size()).toArray(), prices, List.of());
  }

  /** Name of the set. */
  public String set() {
    return set.name();
  }

  /** The models; columns are in this order. */
  public List<String> models() {
    return set.models();
  }

  /** Number of models. */
  public int width() {
    return set.width();
  }

  /** Number of questions that may be learnt from. */
  public int size() {
    return rows.length;
  }

  /** The question at a place. */
  public Question question(int place) {
    return set.question(rows[place]);
  }

  /** Score of a model, 0 to 1, or NaN. */
  public double score(int place, int model) {
    return set.score(rows[place], model);
  }

  /** Input tokens, or NaN. */
  public double inputTokens(int place, int model) {
    return set.inputTokens(rows[place], model);
  }

  /** Output tokens, or NaN. */
  public double outputTokens(int place, int model) {
    return set.outputTokens(rows[place], model);
  }

  /** Dollars, or NaN. */
  public double costUsd(int place, int model) {
    return set.costUsd(rows[place], model);
  }

  /** Whether it is known what models answered, so that answers can be compared. */
  public boolean hasAnswers() {
    return set.answers() != null;
  }

  /** Whether it is known what a model answered, be it nothing that could be read. */
  public boolean isAnswerKnown(int place, int model) {
    return set.answers() != null && !Double.isNaN(score(place, model));
  }

  /** Whether two models gave the same answer; false where either's could not be read. */
  public boolean agree(int place, int one, int other) {
    return set.answers() != null && set.answers().agree(rows[place], one, other);
  }

  /** The price of a model, or {@code null}. */
  public PriceList.@Nullable ModelPrice price(int model) {
    return prices.of(models().get(model));
  }

  /** The training parts of the other sets. */
  public List<TrainingView> others() {
    return others;
  }

  /** Mean score of each model over its known cells; NaN where there is none. */
  public double[] meanScores() {
    double[] means = new double[width()];
    for (int model = 0; model < width(); model++) {
      double sum = 0;
      int known = 0;
      for (int place = 0; place < size(); place++) {
        double score = score(place, model);
        if (!Double.isNaN(score)) {
          sum += score;
          known++;
        }
      }
      means[model] = known == 0 ? Double.NaN : sum / known;
    }
    return means;
  }
}
