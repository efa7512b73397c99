package io.tollgate.bench.routing.replay;

import io.tollgate.bench.routing.learn.Agreement;
import io.tollgate.bench.routing.measure.Predictions;
import io.tollgate.gateway.training.OutcomeSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a replay looks at: for each row what was predicted of each candidate by a fit that had not
 * seen its question, and what each model really did. Candidates are the models, then the row's
 * agreements.
 */
final class ReplayTable {

  private static final double PICO = 1e12;

  /** Whether two models gave the same answer in a row. */
  @FunctionalInterface
  interface Agreeing {
    boolean agree(int row, int one, int other);
  }

  private final List<String> models;
  private final int reference;
  private final String[] kinds;
  private final int[] folds;
  private final int[] optimismPpm;
  private final double[][] expected;
  private final long[][] expectedPico;
  private final double[][] scores;
  private final long[][] costPico;
  private final Agreement[][] arms;
  private final Agreeing answers;

  ReplayTable(
      List<String> models,
      int reference,
      String[] kinds,
      int[] folds,
      int[] optimismPpm,
      double[][] expected,
      long[][] expectedPico,
      double[][] scores,
      long[][] costPico,
      Agreement[][] arms,
      Agreeing answers) {
    this.models = List.copyOf(models);
    this.reference = reference;
    this.kinds = kinds;
    this.folds = folds;
    this.optimismPpm = optimismPpm;
    this.expected = expected;
    this.expectedPico = expectedPico;
    this.scores = scores;
    this.costPico = costPico;
    this.arms = arms;
    this.answers = answers;
  }

  /** The rows of a set that were predicted and whose outcomes and costs are all known. */
  static ReplayTable of(Predictions predictions) {
    OutcomeSet set = predictions.set();
    int[] rows =
        IntStream.range(0, set.size())
            .filter(row -> predictions.covers(row) && set.isComplete(row))
            .filter(row -> knowsAll(predictions, row))
            .toArray();
    double[][] expected = new double[rows.length][];
    long[][] expectedPico = new long[rows.length][];
    double[][] scores = new double[rows.length][set.width()];
    long[][] costs = new long[rows.length][set.width()];
    Agreement[][] arms = new Agreement[rows.length][];
    String[] kinds = new String[rows.length];
    int[] folds = new int[rows.length];
    int[] optimism = new int[rows.length];
    int[] references = new int[set.width()];
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      int candidates = predictions.candidates(row);
      expected[i] =
          IntStream.range(0, candidates).mapToDouble(c -> predictions.quality(row, c)).toArray();
      expectedPico[i] =
          IntStream.range(0, candidates)
              .mapToLong(c -> pico(predictions.costUsd(row, c)))
              .toArray();
      for (int model = 0; model < set.width(); model++) {
        scores[i][model] = set.score(row, model);
        costs[i][model] = pico(set.costUsd(row, model));
      }
      arms[i] =
          IntStream.range(set.width(), candidates)
              .mapToObj(c -> predictions.agreement(row, c))
              .toArray(Agreement[]::new);
      folds[i] = predictions.fold(row);
      optimism[i] = Choice.ppm(predictions.optimism(row));
      kinds[i] = set.question(row).kind();
      references[predictions.reference(row)]++;
    }
    int reference =
        IntStream.range(0, set.width()).reduce(0, (a, b) -> references[b] > references[a] ? b : a);
    return new ReplayTable(
        set.models(),
        reference,
        kinds,
        folds,
        optimism,
        expected,
        expectedPico,
        scores,
        costs,
        arms,
        (i, one, other) -> set.answers() != null && set.answers().agree(rows[i], one, other));
  }

  private static boolean knowsAll(Predictions predictions, int row) {
    return IntStream.range(0, predictions.candidates(row))
        .noneMatch(c ->
            Double.isNaN(predictions.quality(row, c)) || Double.isNaN(predictions.costUsd(row, c)));
  }

  static long pico(double usd) {
    return Math.round(usd * PICO);
  }

  int size() {
    return kinds.length;
  }

  List<String> models() {
    return models;
  }

  /** Column of the reference: the model that was best in most folds. */
  int reference() {
    return reference;
  }

  String kind(int row) {
    return kinds[row];
  }

  /** The fold of a row: predictions of other folds may be held against their outcomes for it. */
  int fold(int row) {
    return folds[row];
  }

  /** What the predicted loss of a choice is too low by, as the row's fit had learnt. */
  int optimismPpm(int row) {
    return optimismPpm[row];
  }

  int candidates(int row) {
    return expected[row].length;
  }

  double expected(int row, int candidate) {
    return expected[row][candidate];
  }

  long expectedPico(int row, int candidate) {
    return expectedPico[row][candidate];
  }

  double score(int row, int model) {
    return scores[row][model];
  }

  /** Score that a candidate really got. */
  double realScore(int row, int candidate) {
    if (isModel(candidate)) {
      return score(row, candidate);
    }
    Agreement arm = arm(row, candidate);
    return score(row, agree(row, arm.first(), arm.second()) ? arm.first() : arm.third());
  }

  long costPico(int row, int model) {
    return costPico[row][model];
  }

  boolean isModel(int candidate) {
    return candidate < models.size();
  }

  Agreement arm(int row, int candidate) {
    return arms[row][candidate - models.size()];
  }

  boolean agree(int row, int one, int other) {
    return answers.agree(row, one, other);
  }
}
