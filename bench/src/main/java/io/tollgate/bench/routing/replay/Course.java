package io.tollgate.bench.routing.replay;

import io.tollgate.bench.routing.learn.Agreement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A stream of the rows of a table, each once, with what goes wrong on the way. What happens to an
 * answer depends on the seed, the row and the model only, so all policies meet the same world.
 */
final class Course {

  private static final double TURNED_SHARE = 0.5;
  private static final long DEARER = 4;

  private final ReplayTable table;
  private final Trouble trouble;
  private final long seed;
  private final int[] order;
  private final List<Integer> main;

  /**
   * @param main columns of the cheap models that are used most, the first most of all
   */
  Course(ReplayTable table, Trouble trouble, List<Integer> main, int[] rows, long seed) {
    this.table = table;
    this.trouble = trouble;
    this.main = List.copyOf(main);
    this.seed = seed;
    this.order = ordered(rows);
  }

  private int[] ordered(int[] rows) {
    Random random = new Random(seed);
    List<Integer> shuffled = new ArrayList<>();
    for (int row : rows) {
      shuffled.add(row);
    }
    Collections.shuffle(shuffled, random);
    if (trouble == Trouble.ABRUPT_DRIFT || trouble == Trouble.SLOW_DRIFT) {
      Set<String> late = lateKinds(shuffled, random);
      Map<Integer, Double> when = new HashMap<>();
      for (int row : shuffled) {
        double u = random.nextDouble();
        boolean isLate = late.contains(table.kind(row));
        // Density 2t or 2(1 - t): the share of late kinds grows evenly from none to all.
        double slow = isLate ? Math.sqrt(u) : 1 - Math.sqrt(u);
        when.put(row, trouble == Trouble.SLOW_DRIFT ? slow : u + (isLate ? 1 : 0));
      }
      shuffled.sort((a, b) -> Double.compare(when.getOrDefault(a, 0.0), when.getOrDefault(b, 0.0)));
    }
    return shuffled.stream().mapToInt(Integer::intValue).toArray();
  }

  /** About half of the rows by kind, drawn at random. */
  private Set<String> lateKinds(List<Integer> rows, Random random) {
    Map<String, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(table.kind(row), 1, Integer::sum));
    List<String> kinds = new ArrayList<>(new TreeSet<>(counts.keySet()));
    Collections.shuffle(kinds, random);
    Set<String> late = new TreeSet<>();
    int taken = 0;
    for (String kind : kinds) {
      int count = counts.getOrDefault(kind, 0);
      if (taken + count / 2 <= rows.size() / 2) {
        late.add(kind);
        taken += count;
      }
    }
    return late;
  }

  int length() {
    return order.length;
  }

  ReplayTable table() {
    return table;
  }

  /** Row of the table at a place of the stream. */
  int row(int at) {
    return order[at];
  }

  /** Whether the reference cannot be asked there. */
  boolean isReferenceDown(int at) {
    return trouble == Trouble.REFERENCE_DOWN && Math.abs(at - length() / 2) < length() / 40;
  }

  /** Whether a model is worse than recorded at a place of the stream. */
  boolean isRegressed(int at, int model) {
    boolean time =
        switch (trouble) {
          case REGRESSION -> at >= length() / 2;
          case RECOVERY -> at >= length() / 4 && at < length() / 2;
          case STEADY, ABRUPT_DRIFT, SLOW_DRIFT, PRICE_CHANGE, REFERENCE_DOWN -> false;
        };
    return time && main.contains(model);
  }

  /** Where a regression begins. */
  int regressionStart() {
    return trouble == Trouble.RECOVERY ? length() / 4 : length() / 2;
  }

  /** Whether the answer of a model is another than was recorded. */
  private boolean isTurned(int at, int model) {
    return isRegressed(at, model)
        && new Random(seed * 31 + row(at) * 1_000_003L + model).nextDouble() < TURNED_SHARE;
  }

  /** Score that a model gets for the request at a place of the stream. */
  double score(int at, int model) {
    return isTurned(at, model) ? 0 : table.score(row(at), model);
  }

  /** What a model costs there, in pico-dollars. */
  long costPico(int at, int model) {
    return table.costPico(row(at), model) * priceFactor(at, model);
  }

  /** What a candidate is expected to cost there: new prices are known at once. */
  long expectedPico(int at, int candidate) {
    int row = row(at);
    long recorded = table.expectedPico(row, candidate);
    if (table.isModel(candidate)) {
      return recorded * priceFactor(at, candidate);
    }
    Agreement arm = table.arm(row, candidate);
    return recorded
        + (priceFactor(at, arm.first()) - 1) * table.expectedPico(row, arm.first())
        + (priceFactor(at, arm.second()) - 1) * table.expectedPico(row, arm.second());
  }

  private long priceFactor(int at, int model) {
    boolean dearer =
        trouble == Trouble.PRICE_CHANGE && at >= length() / 2 && model == main.getFirst();
    return dearer ? DEARER : 1;
  }

  /** Whether two models agree there; an answer that was turned agrees with none. */
  boolean agree(int at, int one, int other) {
    return !isTurned(at, one) && !isTurned(at, other) && table.agree(row(at), one, other);
  }
}
