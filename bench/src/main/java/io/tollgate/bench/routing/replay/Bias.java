package io.tollgate.bench.routing.replay;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What predicted losses of chosen candidates are too low by: whoever chooses the cheapest of many
 * noisy estimates chooses mistakes (the winner's curse). For the rows of each fold it is found on
 * the other folds' rows, as if the operating point had been set there with labels at hand.
 */
final class Bias {

  private static final double PPM = 1_000_000;
  private static final int HALVINGS = 40;
  private static final double HIGHEST_SHADOW = 1e9;

  private final int[] lossPpm;
  private final long[] shadowPicoPerPpm;

  private Bias(int[] lossPpm, long[] shadowPicoPerPpm) {
    this.lossPpm = lossPpm;
    this.shadowPicoPerPpm = shadowPicoPerPpm;
  }

  static Bias of(ReplayTable table, ReplaySettings settings) {
    int folds = IntStream.range(0, table.size()).map(table::fold).max().orElse(0) + 1;
    int[] loss = new int[folds];
    long[] shadow = new long[folds];
    for (int fold = 0; fold < folds; fold++) {
      int held = fold;
      int[] rows =
          IntStream.range(0, table.size()).filter(row -> table.fold(row) != held).toArray();
      double low = 1;
      double high = HIGHEST_SHADOW;
      for (int i = 0; i < HALVINGS; i++) {
        double middle = Math.sqrt(low * high);
        if (at(table, settings, rows, (long) middle).real() > settings.lossPpm() / PPM) {
          low = middle;
        } else {
          high = middle;
        }
      }
      Point point = at(table, settings, rows, (long) high);
      shadow[fold] = Math.max(1, (long) high);
      loss[fold] =
          point.displaced() == 0
              ? 0
              : (int) ((point.real() - point.expected()) / point.displaced() * PPM);
    }
    return new Bias(loss, shadow);
  }

  /** What is to be added to the predicted loss of whatever takes the reference's place. */
  int lossPpm(int fold) {
    return lossPpm[fold];
  }

  /** The price of quality to begin with: the mean of those at which folds met the budget. */
  long prior() {
    return (long) Arrays.stream(shadowPicoPerPpm).average().orElse(1);
  }

  private record Point(double expected, double real, double displaced) {}

  private static Point at(ReplayTable table, ReplaySettings settings, int[] rows, long shadow) {
    double expected = 0;
    double real = 0;
    int displaced = 0;
    for (int row : rows) {
      int best =
          Choice.best(table, settings, row, shadow, 0, c -> table.expectedPico(row, c), c -> true);
      if (best != table.reference()) {
        displaced++;
        expected += table.expected(row, table.reference()) - table.expected(row, best);
        real += table.score(row, table.reference()) - table.realScore(row, best);
      }
    }
    int n = Math.max(1, rows.length);
    return new Point(expected / n, real / n, (double) displaced / n);
  }
}
