package io.tollgate.bench.routing.measure;

import io.tollgate.bench.routing.learn.Agreement;
import io.tollgate.gateway.training.OutcomeSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What a learner says of each row of a set, having learnt from other rows only. A candidate is a
 * model (its column) or, from {@link OutcomeSet#width()} on, an agreement of the fold's fit.
 * Written by the folds, each its own rows; read when all are done.
 */
public final class Predictions {

  private static final double[] NOTHING = {};

  private final OutcomeSet set;
  private final int[] folds;
  private final double[][] quality;
  private final double[][] costUsd;
  private final int[] chosen;
  private final int[] references;
  private final double[] optimism;
  private final List<List<Agreement>> agreements;

  /**
   * @param set the set with all its outcomes: what is predicted is held against it
   * @param folds number of fits
   */
  Predictions(OutcomeSet set, int folds) {
    this.set = set;
    this.folds = new int[set.size()];
    Arrays.fill(this.folds, -1);
    this.quality = new double[set.size()][];
    this.costUsd = new double[set.size()][];
    Arrays.fill(quality, NOTHING);
    Arrays.fill(costUsd, NOTHING);
    this.chosen = new int[set.size()];
    this.references = new int[folds];
    this.optimism = new double[folds];
    this.agreements = new ArrayList<>(Collections.nCopies(folds, List.of()));
  }

  void fitted(int fold, List<Agreement> candidates, int reference, double tooHigh) {
    synchronized (agreements) {
      optimism[fold] = tooHigh;
      agreements.set(fold, List.copyOf(candidates));
      references[fold] = reference;
    }
  }

  void put(int row, int fold, double[] qualities, double[] costsUsd, int choice) {
    folds[row] = fold;
    quality[row] = qualities;
    costUsd[row] = costsUsd;
    chosen[row] = choice;
  }

  /** The set, with all its outcomes. */
  public OutcomeSet set() {
    return set;
  }

  /** Whether anything was predicted for a row. */
  public boolean covers(int row) {
    return folds[row] >= 0;
  }

  /** Whether any fit has agreements beside the single models. */
  public boolean hasAgreements() {
    return agreements.stream().anyMatch(candidates -> !candidates.isEmpty());
  }

  /** The fold of a row: that of the fit that has not seen its question. */
  public int fold(int row) {
    return folds[row];
  }

  /** Number of candidates for a row: the models and the agreements. */
  public int candidates(int row) {
    return quality[row].length;
  }

  /** Expected score of a candidate. */
  public double quality(int row, int candidate) {
    return quality[row][candidate];
  }

  /** Expected dollars of a candidate; NaN where unknown. */
  public double costUsd(int row, int candidate) {
    return costUsd[row][candidate];
  }

  /** The candidate that the learner chose at its default operating point. */
  public int chosen(int row) {
    return chosen[row];
  }

  /** Column of the model that was best on what was learnt from for a row. */
  public int reference(int row) {
    return references[folds[row]];
  }

  /** What the fit for a row says that the expected score of a choice is too high by. */
  public double optimism(int row) {
    return optimism[folds[row]];
  }

  /** Score that a candidate really got: NaN where an outcome is unknown. */
  public double realQuality(int row, int candidate) {
    if (candidate < set.width()) {
      return set.score(row, candidate);
    }
    Agreement arm = agreement(row, candidate);
    return set.score(row, agrees(row, arm) ? arm.first() : arm.third());
  }

  /** Dollars that a candidate really cost: NaN where a cost is unknown. */
  public double realCostUsd(int row, int candidate) {
    if (candidate < set.width()) {
      return set.costUsd(row, candidate);
    }
    Agreement arm = agreement(row, candidate);
    double both = set.costUsd(row, arm.first()) + set.costUsd(row, arm.second());
    return agrees(row, arm) ? both : both + set.costUsd(row, arm.third());
  }

  /** The agreement that a candidate beyond the models is. */
  public Agreement agreement(int row, int candidate) {
    return agreements.get(folds[row]).get(candidate - set.width());
  }

  private boolean agrees(int row, Agreement arm) {
    return set.answers() != null && set.answers().agree(row, arm.first(), arm.second());
  }
}
