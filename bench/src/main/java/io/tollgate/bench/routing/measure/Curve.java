package io.tollgate.bench.routing.measure;

import java.util.List;

/**
 * What a learner reaches at each of many prices of quality.
 *
 * @param points one for each price, from the highest to the lowest price of money
 */
public record Curve(List<Point> points) {

  /** Qualities are sums of thousands of scores. */
  private static final double ROUNDING = 1e-12;

  public Curve {
    points = List.copyOf(points);
  }

  /**
   * The lowest cost of a point of at least this quality; NaN where none has it. Nothing is mixed:
   * the point is one price of quality, held for all requests.
   */
  public double costUsd(double quality) {
    return points.stream()
        .filter(point -> point.quality() >= quality - ROUNDING)
        .mapToDouble(Point::costUsd)
        .min()
        .orElse(Double.NaN);
  }

  /** The highest quality of any point. */
  public double maxQuality() {
    return points.stream().mapToDouble(Point::quality).max().orElse(Double.NaN);
  }

  /** The hull of the points. */
  public Hull hull() {
    return Hull.of(points);
  }
}
