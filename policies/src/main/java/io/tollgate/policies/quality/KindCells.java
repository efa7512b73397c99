package io.tollgate.policies.quality;

import io.tollgate.policies.quality.ModelBlocks.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Counts the judged outcomes of each model for each kind of request: the evidence there is. */
final class KindCells {

  /** A pull towards the model's overall mean that weighs as much as so many outcomes. */
  private static final double SHRINK = 20;

  /** Kinds that are left out once, to see how far off one would be without them. */
  private static final int LEFT_OUT_MAX = 12;

  private static final int ROWS_MIN = 30;

  private final TrainingSet set;
  private final FeatureMap map;

  /** By kind and column of the block; NaN where it was not tried. */
  private final double[][] shifts;

  KindCells(TrainingSet set, FeatureMap map, float[][] features, Block block, double[][] scores) {
    this.set = set;
    this.map = map;
    this.shifts = new double[map.kinds().size()][block.columns().size()];
    for (double[] row : shifts) {
      Arrays.fill(row, Double.NaN);
    }
    leaveOut(features, block, scores);
  }

  /** Learns from all other kinds and compares with what happened in each. */
  private void leaveOut(float[][] features, Block block, double[][] scores) {
    List<Integer> kinds = new ArrayList<>();
    List<int[]> groups = new ArrayList<>();
    for (int kind = 0; kind < shifts.length && kinds.size() < LEFT_OUT_MAX; kind++) {
      int[] members = members(kind, block);
      if (members.length >= ROWS_MIN && features.length - members.length >= ROWS_MIN) {
        kinds.add(kind);
        groups.add(members);
      }
    }
    if (groups.isEmpty()) {
      return;
    }
    float[][] base = new float[features.length][];
    double[][] targets = new double[features.length][];
    for (int r = 0; r < base.length; r++) {
      base[r] = Arrays.copyOf(features[r], map.baseSize());
      targets[r] = Arrays.copyOf(scores[r], block.columns().size());
    }
    List<double[][]> predictions =
        PrincipalTargets.withoutGroups(new RidgeSystem(base), targets, groups);
    for (int g = 0; g < groups.size(); g++) {
      for (int t = 0; t < block.columns().size(); t++) {
        shifts[kinds.get(g)][t] = shift(groups.get(g), targets, predictions.get(g), t);
      }
    }
  }

  /** Rows of the block that are of a kind. */
  private int[] members(int kind, Block block) {
    String name = map.kinds().get(kind);
    return IntStream.range(0, block.rows().length)
        .filter(r -> name.equals(set.prompts().get(block.rows()[r]).task()))
        .toArray();
  }

  /** How much better a target was in a group than was predicted; NaN where nothing is known. */
  private static double shift(int[] group, double[][] targets, double[][] predictions, int target) {
    double sum = 0;
    int known = 0;
    for (int i = 0; i < group.length; i++) {
      double score = targets[group[i]][target];
      if (!Double.isNaN(score)) {
        sum += score - predictions[i][target];
        known++;
      }
    }
    return known == 0 ? Double.NaN : sum / known;
  }

  /**
   * The evidence of a model by kind.
   *
   * @param column of the training set
   * @param target column of the block, or -1
   */
  KindEvidence[] of(int column, int target) {
    int kinds = map.kinds().size();
    double[] counts = new double[kinds];
    double[] sums = new double[kinds];
    double[] squares = new double[kinds];
    double all = 0;
    double sum = 0;
    for (int row : set.judged(column)) {
      double score = set.scores()[row][column];
      all++;
      sum += score;
      int kind = map.kinds().indexOf(String.valueOf(set.prompts().get(row).task()));
      if (kind >= 0) {
        counts[kind]++;
        sums[kind] += score;
        squares[kind] += score * score;
      }
    }
    double overall = sum / Math.max(1, all);
    KindEvidence[] evidence = new KindEvidence[kinds];
    for (int k = 0; k < kinds; k++) {
      double mean = (sums[k] + SHRINK * overall) / (counts[k] + SHRINK);
      double plain = counts[k] == 0 ? overall : sums[k] / counts[k];
      double variance = counts[k] < 2 ? 0.25 : squares[k] / counts[k] - plain * plain;
      evidence[k] =
          new KindEvidence(
              (float) counts[k],
              (float) mean,
              (float) Math.max(0.01, variance),
              target < 0 ? Float.NaN : (float) shifts[k][target]);
    }
    return evidence;
  }
}
