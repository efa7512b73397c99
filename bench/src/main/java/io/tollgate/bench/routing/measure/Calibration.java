package io.tollgate.bench.routing.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether expected scores are what comes, over all questions and models.
 *
 * @param ece expected calibration error: the mean distance of expected and real score over 15 bins
 *     of equal width, each weighted by what falls into it
 * @param brier mean square of expected less real score
 * @param bins the bins that anything fell into
 */
public record Calibration(double ece, double brier, List<Bin> bins) {

  private static final int BINS = 15;

  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * One bin.
   *
   * @param expected mean expected score
   * @param real mean real score
   * @param count cells in it
   */
  public record Bin(double expected, double real, long count) {}

  /** Collects cells. */
  static final class Tally {

    private final Mean[] expected = new Mean[BINS];
    private final Mean[] real = new Mean[BINS];
    private final Mean square = new Mean();

    Tally() {
      for (int bin = 0; bin < BINS; bin++) {
        expected[bin] = new Mean();
        real[bin] = new Mean();
      }
    }

    void add(Predictions predictions, int[] rows, int model) {
      for (int row : rows) {
        add(predictions.quality(row, model), predictions.realQuality(row, model));
      }
    }

    void add(double expectedScore, double realScore) {
      if (Double.isNaN(expectedScore) || Double.isNaN(realScore)) {
        return;
      }
      int bin = Math.clamp((int) (expectedScore * BINS), 0, BINS - 1);
      expected[bin].add(expectedScore);
      real[bin].add(realScore);
      square.add((expectedScore - realScore) * (expectedScore - realScore));
    }

    Calibration calibration() {
      List<Bin> bins = new ArrayList<>();
      double distance = 0;
      for (int bin = 0; bin < BINS; bin++) {
        long count = real[bin].count();
        if (count > 0) {
          bins.add(new Bin(expected[bin].value(), real[bin].value(), count));
          distance += count * Math.abs(expected[bin].value() - real[bin].value());
        }
      }
      return new Calibration(distance / square.count(), square.value(), bins);
    }
  }

  /** Calibration over all models. */
  public static Calibration of(Predictions predictions, int[] rows) {
    Tally tally = new Tally();
    for (int model = 0; model < predictions.set().width(); model++) {
      tally.add(predictions, rows, model);
    }
    return tally.calibration();
  }

  /** Calibration of one model. */
  public static Calibration of(Predictions predictions, int[] rows, int model) {
    Tally tally = new Tally();
    tally.add(predictions, rows, model);
    return tally.calibration();
  }
}
