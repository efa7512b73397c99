package io.tollgate.bench.budget;

import io.tollgate.gateway.training.Answers;
import io.tollgate.gateway.training.OutcomeSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each model answers to each question, and how good that is: as recorded, except that half of
 * the right answers of models that {@link #regress} are wrong. Safe for use by several threads.
 */
final class RecordedAnswers {

  private static final double TURNED_SHARE = 0.5;

  /** Wrong answers that nobody else gives are numbers from here on, one for each model. */
  private static final int TURNED = 1_000;

  private static final int WRONG = 2_000;

  private static final int TOKENS_MAX = 4_000;

  /** Simulated tokens have so many characters. */
  private static final int TOKEN_CHARS = 4;

  private final OutcomeSet set;
  private final long seed;
  private final Map<String, Integer> rows = new HashMap<>();
  private final Map<String, Integer> columns = new HashMap<>();
  private volatile Set<Integer> regressed = Set.of();

  RecordedAnswers(Exam exam, long seed) {
    this.set = exam.set();
    this.seed = seed;
    for (int row : exam.asked()) {
      rows.put(set.question(row).text().strip(), row);
    }
    for (int model = 0; model < set.width(); model++) {
      columns.put(set.models().get(model), model);
    }
  }

  /** From now on these columns answer worse. */
  void regress(Set<Integer> models) {
    regressed = Set.copyOf(models);
  }

  /** The row of a question, or {@code null} where it is not one of those asked. */
  @Nullable Integer row(String question) {
    return rows.get(question.strip());
  }

  /** The column of a model, or {@code null}. */
  @Nullable Integer column(String model) {
    return columns.get(model);
  }

  /** What a model answers. */
  String answer(int row, int model) {
    return "The answer is " + choice(row, model) + ".";
  }

  private String choice(int row, int model) {
    if (isTurned(row, model)) {
      return String.valueOf(TURNED + model);
    }
    Answers answers = set.answers();
    String chosen = answers == null ? null : answers.text(row, model);
    if (chosen != null) {
      return "(" + chosen + ")";
    }
    return set.score(row, model) > 0 ? "(R)" : String.valueOf(WRONG + model);
  }

  /** How good a model's answer is, 0 to 1. */
  double score(int row, int model) {
    return isTurned(row, model) ? 0 : set.score(row, model);
  }

  private boolean isTurned(int row, int model) {
    return regressed.contains(model)
        && new Random(seed * 31 + row * 1_000_003L + model).nextDouble() < TURNED_SHARE;
  }

  /** How good an answer is that some model gives; 0 where none does. */
  double score(int row, String answer) {
    double best = 0;
    for (int model = 0; model < set.width(); model++) {
      if (answer(row, model).equals(answer)) {
        best = Math.max(best, score(row, model));
      }
    }
    return best;
  }

  /** Tokens that a model thinks for: the recorded length has the way to an answer in it. */
  int thoughtTokens(int row, int model) {
    double tokens = set.outputTokens(row, model);
    return Double.isNaN(tokens)
        ? 0
        : (int) Math.clamp(tokens - visibleTokens(row, model), 0, TOKENS_MAX);
  }

  private int visibleTokens(int row, int model) {
    return Math.ceilDiv(answer(row, model).length(), TOKEN_CHARS);
  }

  /** Output tokens that a model is paid for. */
  int outputTokens(int row, int model) {
    return thoughtTokens(row, model) + visibleTokens(row, model);
  }
}
