package io.tollgate.bench.routing.replay;

import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;

/** The router's objective under a quality budget: least expected cost plus price times loss. */
final class Choice {

  private static final double PPM = 1_000_000;

  private Choice() {}

  /**
   * The candidate to take for a row.
   *
   * @param shadow the price of quality in pico-dollars for a millionth
   * @param costPico expected cost of a candidate
   * @param allowed whether a candidate other than the reference may be taken
   */
  static int best(
      ReplayTable table,
      ReplaySettings settings,
      int row,
      long shadow,
      IntToLongFunction costPico,
      IntPredicate allowed) {
    int best = table.reference();
    long least = costPico.applyAsLong(best);
    for (int candidate = 0; candidate < candidates(table, settings, row); candidate++) {
      if (candidate == table.reference()) {
        continue;
      }
      int loss = lossPpm(table, row, candidate);
      long score = costPico.applyAsLong(candidate) + shadow * loss;
      if (score < least && loss <= settings.maxLossPpm() && allowed.test(candidate)) {
        least = score;
        best = candidate;
      }
    }
    return best;
  }

  /** Number of candidates that may be considered. */
  static int candidates(ReplayTable table, ReplaySettings settings, int row) {
    return settings.agreements() ? table.candidates(row) : table.models().size();
  }

  /** The predicted loss of a candidate other than the reference. */
  static int lossPpm(ReplayTable table, int row, int candidate) {
    return ppm(table.expected(row, table.reference()) - table.expected(row, candidate))
        + table.optimismPpm(row);
  }

  static int ppm(double share) {
    return (int) Math.round(share * PPM);
  }
}
