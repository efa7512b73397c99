package io.tollgate.bench.budget;

import io.tollgate.bench.routing.data.Folds;
import io.tollgate.gateway.training.OutcomeSet;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Recorded questions in two halves: one to learn from, the other to ask.
 *
 * @param set the questions and what each model made of them
 * @param learnt rows that the predictor is trained on
 * @param asked rows that are asked, none of whose questions was learnt from
 * @param reference column of the model that losses are measured against
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Exam(OutcomeSet set, int[] learnt, int[] asked, int reference) {

  /**
   * Splits a set.
   *
   * @throws IllegalArgumentException if it has no costs, too few complete questions or no such
   *     reference
   */
  static Exam of(OutcomeSet set, BudgetPlan plan) {
    int[] shuffled =
        Arrays.stream(Folds.shuffled(set, plan.seed())).filter(set::isComplete).toArray();
    if (!set.hasCosts() || shuffled.length < 2 * plan.intervalRequests()) {
      throw new IllegalArgumentException(
          "%s: %d questions with the score and cost of every model (expected: >= %d)"
              .formatted(
                  set.name(), set.hasCosts() ? shuffled.length : 0, 2 * plan.intervalRequests()));
    }
    int[] learnt = Folds.firstOf(set, shuffled, shuffled.length / 2);
    Set<String> texts = new HashSet<>();
    int[] asked =
        Arrays.stream(shuffled, learnt.length, shuffled.length)
            .filter(row -> texts.add(set.question(row).text()))
            .limit(plan.requests())
            .toArray();
    return new Exam(set, learnt, asked, reference(set, learnt, plan));
  }

  private static int reference(OutcomeSet set, int[] rows, BudgetPlan plan) {
    if (plan.reference() == null) {
      return IntStream.range(0, set.width())
          .boxed()
          .max((one, two) -> Double.compare(mean(set, rows, one), mean(set, rows, two)))
          .orElseThrow();
    }
    int column = set.models().indexOf(plan.reference());
    if (column < 0) {
      throw new IllegalArgumentException(
          set.name() + ": no model " + plan.reference() + " (found: " + set.models() + ")");
    }
    return column;
  }

  private static double mean(OutcomeSet set, int[] rows, int model) {
    return Arrays.stream(rows).mapToDouble(row -> set.score(row, model)).average().orElse(0);
  }

  /** A model's mean score where it was learnt from, in millionths. */
  int qualityPpm(int model) {
    return (int) Math.round(mean(set, learnt, model) * 1_000_000);
  }

  /** The asked rows in an order of their own. */
  int[] order(long seed) {
    int[] rows = asked.clone();
    Random random = new Random(seed);
    for (int i = rows.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = rows[i];
      rows[i] = rows[j];
      rows[j] = row;
    }
    return rows;
  }

  /** The name of the reference. */
  String referenceModel() {
    return set.models().get(reference);
  }
}
