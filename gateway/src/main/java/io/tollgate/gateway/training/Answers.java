package io.tollgate.gateway.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What each model chose, where answers can be told apart: by row and model; empty is unknown. */
public final class Answers {

  private static final short UNKNOWN = 0;

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

  /** What a model chose, or {@code null} where that is unknown. */
  public @Nullable String text(int row, int model) {
    short answer = chosen[row * models + model];
    return answer == UNKNOWN ? null : texts.get(answer - 1);
  }

  /** Whether two models gave the same answer; false where either's is unknown. */
  public boolean agree(int row, int one, int other) {
    short answer = chosen[row * models + one];
    return answer != UNKNOWN && answer == chosen[row * models + other];
  }

  /** Whether a model's answer is known. */
  public boolean isKnown(int row, int model) {
    return chosen[row * models + model] != UNKNOWN;
  }

  /** The same without those of a model but for the rows kept. */
  Answers hiding(int model, IntPredicate keptRows) {
    Answers some = new Answers(chosen.length / models, models);
    System.arraycopy(chosen, 0, some.chosen, 0, chosen.length);
    some.texts.addAll(texts);
    for (int row = 0; row < chosen.length / models; row++) {
      if (!keptRows.test(row)) {
        some.chosen[row * models + model] = UNKNOWN;
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
