package io.tollgate.gateway.training;

import io.tollgate.gateway.training.PriceList.ModelPrice;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Questions, and what each of several models made of each: score, tokens, cost. Rows are questions,
 * columns models; a cell that is unknown is NaN. Dollars are doubles: this measures, it does not
 * book. Immutable.
 */
public final class OutcomeSet {

  private final String name;
  private final List<String> models;
  private final List<Question> questions;
  private final double[] scores;
  private final double[] inputTokens;
  private final double[] outputTokens;
  private final double[] costsUsd;
  private final @Nullable Answers answers;
  private final boolean priced;

  OutcomeSet(
      String name,
      List<String> models,
      List<Question> questions,
      double[] scores,
      double[] inputTokens,
      double[] outputTokens,
      double[] costsUsd,
      @Nullable Answers answers) {
    this.name = name;
    this.models = List.copyOf(models);
    this.questions = List.copyOf(questions);
    this.scores = scores;
    this.inputTokens = inputTokens;
    this.outputTokens = outputTokens;
    this.costsUsd = costsUsd;
    this.answers = answers;
    this.priced = Arrays.stream(costsUsd).anyMatch(cost -> !Double.isNaN(cost));
  }

  /** The set's name, as its files have it. */
  public String name() {
    return name;
  }

  /** The models, sorted by name; columns are in this order. */
  public List<String> models() {
    return models;
  }

  /** The questions, in the order of the file. */
  public List<Question> questions() {
    return questions;
  }

  /** Number of questions. */
  public int size() {
    return questions.size();
  }

  /** Number of models. */
  public int width() {
    return models.size();
  }

  /** The question of a row. */
  public Question question(int row) {
    return questions.get(row);
  }

  /** Score of a model's answer, 0 to 1, or NaN. */
  public double score(int row, int model) {
    return scores[row * width() + model];
  }

  /** Input tokens of a request, or NaN. */
  public double inputTokens(int row, int model) {
    return inputTokens[row * width() + model];
  }

  /** Output tokens of an answer, or NaN. */
  public double outputTokens(int row, int model) {
    return outputTokens[row * width() + model];
  }

  /** Dollars for a request and its answer, or NaN. */
  public double costUsd(int row, int model) {
    return costsUsd[row * width() + model];
  }

  /** What each model chose, or {@code null} where nothing is known of that. */
  public @Nullable Answers answers() {
    return answers;
  }

  /** Whether any cost is known. */
  public boolean hasCosts() {
    return priced;
  }

  /** Whether a row has the score of every model, and its cost where the set has costs. */
  public boolean isComplete(int row) {
    return IntStream.range(0, width())
        .allMatch(model ->
            !Double.isNaN(score(row, model)) && (!priced || !Double.isNaN(costUsd(row, model))));
  }

  /**
   * The set at other prices: the cost of a cell is recomputed where its tokens and the model's
   * price are known, and else stays.
   */
  public OutcomeSet pricedBy(PriceList prices) {
    double[] priced = costsUsd.clone();
    for (int model = 0; model < width(); model++) {
      ModelPrice price = prices.of(models.get(model));
      for (int row = 0; price != null && row < size(); row++) {
        double cost = price.costUsd(inputTokens(row, model), outputTokens(row, model));
        if (!Double.isNaN(cost)) {
          priced[row * width() + model] = cost;
        }
      }
    }
    return new OutcomeSet(
        name, models, questions, scores, inputTokens, outputTokens, priced, answers);
  }

  /**
   * The set as it is before a model's outcomes are known: score, output tokens and cost of the
   * model, and what it chose, are hidden but for the rows kept.
   */
  public OutcomeSet hiding(int model, IntPredicate keptRows) {
    double[] hiddenScores = scores.clone();
    double[] hiddenTokens = outputTokens.clone();
    double[] hiddenCosts = costsUsd.clone();
    for (int row = 0; row < size(); row++) {
      if (!keptRows.test(row)) {
        hiddenScores[row * width() + model] = Double.NaN;
        hiddenTokens[row * width() + model] = Double.NaN;
        hiddenCosts[row * width() + model] = Double.NaN;
      }
    }
    Answers kept = answers == null ? null : answers.hiding(model, keptRows);
    return new OutcomeSet(
        name, models, questions, hiddenScores, inputTokens, hiddenTokens, hiddenCosts, kept);
  }

  /** The set with some of its models only. */
  public OutcomeSet keeping(int[] columns) {
    List<String> kept = Arrays.stream(columns).mapToObj(models::get).toList();
    return new OutcomeSet(
        name,
        kept,
        questions,
        columns(scores, columns),
        columns(inputTokens, columns),
        columns(outputTokens, columns),
        columns(costsUsd, columns),
        answers == null ? null : answers.keeping(columns));
  }

  private double[] columns(double[] figures, int[] columns) {
    double[] kept = new double[size() * columns.length];
    for (int row = 0; row < size(); row++) {
      for (int i = 0; i < columns.length; i++) {
        kept[row * columns.length + i] = figures[row * width() + columns[i]];
      }
    }
    return kept;
  }

  /** The set with other scores and costs, by row and model. */
  public OutcomeSet filledWith(double[] filledScores, double[] filledCostsUsd) {
    return new OutcomeSet(
        name,
        models,
        questions,
        filledScores.clone(),
        inputTokens,
        outputTokens,
        filledCostsUsd.clone(),
        answers);
  }

  @Override
  public String toString() {
    return name + ": " + size() + " questions, " + width() + " models";
  }
}
