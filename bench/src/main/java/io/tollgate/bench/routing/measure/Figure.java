package io.tollgate.bench.routing.measure;

import java.util.Arrays;

/**
 * A figure with its 95 % interval from resampled questions.
 *
 * @param value the figure; NaN where it was not reached
 * @param low lower end of the interval, or NaN
 * @param high upper end of the interval, or NaN
 */
public record Figure(double value, double low, double high) {

  private static final double TAIL = 0.025;

  /** A figure without an interval. */
  public static Figure of(double value) {
    return new Figure(value, Double.NaN, Double.NaN);
  }

  /** A figure with the interval of resampled ones; no interval where many did not reach it. */
  static Figure of(double value, double[] resampled) {
    double[] known = Arrays.stream(resampled).filter(figure -> !Double.isNaN(figure)).toArray();
    if (known.length < resampled.length * (1 - TAIL) || known.length == 0) {
      return of(value);
    }
    Arrays.sort(known);
    int last = known.length - 1;
    return new Figure(
        value, known[(int) Math.round(TAIL * last)], known[(int) Math.round((1 - TAIL) * last)]);
  }
}
