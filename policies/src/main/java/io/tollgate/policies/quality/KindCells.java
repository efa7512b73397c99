package io.tollgate.policies.quality;

import io.tollgate.policies.quality.ModelBlocks.Block;
import io.tollgate.policies.quality.PrincipalTargets.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
    int tried = 0;
    for (int kind = 0; kind < shifts.length && tried < LEFT_OUT_MAX; kind++) {
      tried += leaveOut(kind, features, block, scores) ? 1 : 0;
    }
  }

  /** Learns from all other kinds and compares with what happened in this one. */
  private boolean leaveOut(int kind, float[][] features, Block block, double[][] scores) {
    List<Integer> in = new ArrayList<>();
    List<Integer> out = new ArrayList<>();
    for (int r = 0; r < features.length; r++) {
      boolean member = map.kinds().get(kind).equals(set.prompts().get(block.rows()[r]).task());
      (member ? out : in).add(r);
    }
    if (out.size() < ROWS_MIN || in.size() < ROWS_MIN) {
      return false;
    }
    int base = map.baseSize();
    float[][] seen = in.stream().map(r -> Arrays.copyOf(features[r], base)).toArray(float[][]::new);
    double[][] targets =
        in.stream()
            .map(r -> Arrays.copyOf(scores[r], block.columns().size()))
            .toArray(double[][]::new);
    Target[] learnt = PrincipalTargets.fit(new RidgeSystem(seen), targets, base);
    for (int t = 0; t < learnt.length; t++) {
      LinearHead head =
          new LinearHead((float) learnt[t].bias(), KindClassifier.floats(learnt[t].weights()));
      double sum = 0;
      int known = 0;
      for (int r : out) {
        if (!Double.isNaN(scores[r][t])) {
          sum += scores[r][t] - head.of(features[r]);
          known++;
        }
      }
      shifts[kind][t] = known == 0 ? Double.NaN : sum / known;
    }
    return true;
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
