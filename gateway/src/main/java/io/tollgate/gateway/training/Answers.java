package io.tollgate.gateway.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What each model chose, where answers can be told apart: by row and model. Where a model has an
 * outcome and no answer, none could be read, as it will happen again: it agrees with nobody.
 */
public final class Answers {

  private static final short NONE = 0;

  private final int models;
  private final short[] chosen;
  private final Map<String, Short> codes = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  Answers(int rows, int models) {
    this.models = models;
    this.chosen = new short[Math.multiplyExact(rows, models)];
  }

  void put(int row, int model, String answer) {
    if (!answer.isBlank()) {
      chosen[row * models + model] =
          codes.computeIfAbsent(
              answer.strip(),
              unseen -> {
                texts.add(unseen);
                return (short) texts.size();
              });
    }
  }

  /** What a model chose, or {@code null} where nothing could be read. */
  public @Nullable String text(int row, int model) {
    short answer = chosen[row * models + model];
    return answer == NONE ? null : texts.get(answer - 1);
  }

  /** Whether two models gave the same answer; false where either's could not be read. */
  public boolean agree(int row, int one, int other) {
    short answer = chosen[row * models + one];
    return answer != NONE && answer == chosen[row * models + other];
  }

  /** The same without those of a model but for the rows kept. */
  Answers hiding(int model, IntPredicate keptRows) {
    Answers some = new Answers(chosen.length / models, models);
    System.arraycopy(chosen, 0, some.chosen, 0, chosen.length);
    some.texts.addAll(texts);
    for (int row = 0; row < chosen.length / models; row++) {
      if (!keptRows.test(row)) {
        some.chosen[row * models + model] = NONE;
      }
    }
    return some;
  }

  /** The same for some of the models. */
  Answers keeping(int[] columns) {
    int rows = chosen.length / models;
    Answers some = new Answers(rows, columns.length);
    some.texts.addAll(texts);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < columns.length; i++) {
        some.chosen[row * columns.length + i] = chosen[row * models + columns[i]];
      }
    }
    return some;
  }
}
