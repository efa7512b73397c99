package io.tollgate.gateway.analysis;

import java.util.Arrays;

/** Measures of a sample that a few odd values do not move. */
final class Robust {

  private Robust() {}

  /** The middle value, or the mean of the two in the middle; of at least one. */
  static double median(double[] values) {
    return quantile(values, 0.5);
  }

  /** The median of what values are without their signs. */
  static double medianOfAbsolutes(double[] values) {
    return median(Arrays.stream(values).map(Math::abs).toArray());
  }

  /**
   * The value that a share of the sample is below, interpolated.
   *
   * @param share 0 to 1
   */
  static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
