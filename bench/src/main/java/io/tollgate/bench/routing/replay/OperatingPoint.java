package io.tollgate.bench.routing.replay;

import java.util.stream.IntStream;

/**
 * The price of quality to begin with: the mean over folds of that at which the rows of the other
 * folds lose what may be lost, as if it had been set there with labels at hand.
 */
final class OperatingPoint {

  private static final double PPM = 1_000_000;
  private static final int HALVINGS = 40;
  private static final double HIGHEST_SHADOW = 1e9;

  private OperatingPoint() {}

  /** In pico-dollars for a millionth, at least 1. */
  static long shadow(ReplayTable table, ReplaySettings settings) {
    int folds = IntStream.range(0, table.size()).map(table::fold).max().orElse(0) + 1;
    double sum = 0;
    for (int fold = 0; fold < folds; fold++) {
      int held = fold;
      int[] rows =
          IntStream.range(0, table.size()).filter(row -> table.fold(row) != held).toArray();
      double low = 1;
      double high = HIGHEST_SHADOW;
      for (int i = 0; i < HALVINGS; i++) {
        double middle = Math.sqrt(low * high);
        if (loss(table, settings, rows, (long) middle) > settings.lossPpm() / PPM) {
          low = middle;
        } else {
          high = middle;
        }
      }
      sum += high;
    }
    return Math.max(1, (long) (sum / folds));
  }

  private static double loss(ReplayTable table, ReplaySettings settings, int[] rows, long shadow) {
    double loss = 0;
    for (int row : rows) {
      int best =
          Choice.best(table, settings, row, shadow, c -> table.expectedPico(row, c), c -> true);
      loss += table.score(row, table.reference()) - table.realScore(row, best);
    }
    return loss / Math.max(1, rows.length);
  }
}
