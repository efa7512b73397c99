package io.tollgate.bench.routing;

import io.tollgate.bench.routing.data.Folds;
import io.tollgate.bench.routing.measure.Arena;
import io.tollgate.gateway.training.OutcomeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hides a model's outcomes but for some judged prompts, drawn from each category by its size. As a
 * fold's training part holds all folds but one, so many more are drawn that each part has the
 * number asked for, on average.
 */
final class HiddenModel {

  private HiddenModel() {}

  static Arena hide(Arena arena, String model, EvaluationPlan plan) {
    OutcomeSet set = arena.learntFrom();
    int column = set.models().indexOf(model);
    int wanted = (int) ((long) plan.holdoutLabels() * plan.folds() / (plan.folds() - 1));
    boolean[] kept = drawn(set, column, wanted, plan.seed());
    return arena.learningFrom(set.hiding(column, row -> kept[row]));
  }

  private static boolean[] drawn(OutcomeSet set, int column, int wanted, long seed) {
    Map<String, List<Integer>> byKind = new TreeMap<>();
    int known = 0;
    for (int row : Folds.shuffled(set, seed)) {
      if (!Double.isNaN(set.score(row, column))) {
        byKind.computeIfAbsent(set.question(row).kind(), kind -> new ArrayList<>()).add(row);
        known++;
      }
    }
    boolean[] kept = new boolean[set.size()];
    long before = 0;
    long drawn = 0;
    for (List<Integer> rows : byKind.values()) {
      // Rounded over all categories so far, so that the sum is what was asked for.
      before += rows.size();
      long upTo = Math.min(before, Math.round((double) before * wanted / known));
      for (int i = 0; drawn < upTo && i < rows.size(); i++) {
        kept[rows.get(i)] = true;
        drawn++;
      }
    }
    return kept;
  }
}
