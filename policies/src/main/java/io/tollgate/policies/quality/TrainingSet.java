package io.tollgate.policies.quality;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judged outcomes to learn from: rows are prompts, columns are models, and any cell may be unknown.
 *
 * @param prompts what was asked; a prompt's task is the kind of request that it is, if known
 * @param models provider-neutral ids
 * @param scores by row and column, 0 to 1, NaN where unknown
 * @param outputTokens by row and column, NaN where unknown
 * @param costs mean dollars of a request to each model, NaN where unknown: which agreements of
 *     models are worth learning depends on it
 * @param agreements whether two models gave the same answer, or {@code null} where nobody knows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
public record TrainingSet(
    List<Prompt> prompts,
    List<String> models,
    double[][] scores,
    double[][] outputTokens,
    double[] costs,
    @Nullable AgreementTable agreements) {

  /** Whether the answers of models to the prompts were the same. */
  @FunctionalInterface
  public interface AgreementTable {

    /**
     * 1 where two models gave the same answer, 0 where not or where an answer could not be read,
     * NaN where either was not asked.
     */
    double agree(int row, int one, int other);
  }

  public TrainingSet {
    prompts = List.copyOf(prompts);
    models = List.copyOf(models);
    if (scores.length != prompts.size() || outputTokens.length != prompts.size()) {
      throw new IllegalArgumentException(
          "rows: "
              + scores.length
              + " of scores, "
              + outputTokens.length
              + " of tokens (expected: "
              + prompts.size()
              + ", one for each prompt)");
    }
    for (double[] row : scores) {
      for (double score : row) {
        if (score < 0 || score > 1) {
          throw new IllegalArgumentException("score: " + score + " (expected: 0 to 1)");
        }
      }
    }
  }

  int size() {
    return prompts.size();
  }

  /** The names of the kinds, in the order of the alphabet. */
  List<String> kinds() {
    return prompts.stream()
        .map(Prompt::task)
        .filter(task -> task != null && !task.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  /** Rows whose score of a model is known. */
  int[] judged(int model) {
    int[] rows = new int[size()];
    int count = 0;
    for (int row = 0; row < size(); row++) {
      if (!Double.isNaN(scores[row][model])) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }
}
