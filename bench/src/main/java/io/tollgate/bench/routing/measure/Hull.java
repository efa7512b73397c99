package io.tollgate.bench.routing.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The non-decreasing upper hull of points: what random mixing between them can reach. Below the
 * cheapest point there is nothing to mix, so its quality stands there; above the best point the
 * best quality stands.
 */
public final class Hull {

  private final List<Point> corners;

  private Hull(List<Point> corners) {
    this.corners = corners;
  }

  /** The hull of points, at least one. */
  public static Hull of(List<Point> points) {
    List<Point> sorted = new ArrayList<>(points);
    sorted.sort(
        Comparator.comparingDouble(Point::costUsd)
            .thenComparing(Comparator.comparingDouble(Point::quality).reversed()));
    List<Point> corners = new ArrayList<>();
    for (Point point : sorted) {
      if (!corners.isEmpty() && point.quality() <= corners.getLast().quality()) {
        continue;
      }
      while (corners.size() >= 2
          && isBelow(corners.getLast(), corners.get(corners.size() - 2), point)) {
        corners.removeLast();
      }
      corners.add(point);
    }
    return new Hull(List.copyOf(corners));
  }

  private static boolean isBelow(Point middle, Point left, Point right) {
    return (middle.quality() - left.quality()) * (right.costUsd() - left.costUsd())
        <= (right.quality() - left.quality()) * (middle.costUsd() - left.costUsd());
  }

  /** The corners, by rising cost and quality. */
  public List<Point> corners() {
    return corners;
  }

  /** The best quality to be had at a cost. */
  public double quality(double costUsd) {
    for (int i = 1; i < corners.size(); i++) {
      Point right = corners.get(i);
      if (costUsd < right.costUsd()) {
        Point left = corners.get(i - 1);
        double share = (costUsd - left.costUsd()) / (right.costUsd() - left.costUsd());
        return left.quality() + Math.max(0, share) * (right.quality() - left.quality());
      }
    }
    return corners.getLast().quality();
  }

  /** The lowest cost at which a quality is to be had; NaN where it is never. */
  public double costUsd(double quality) {
    if (quality <= corners.getFirst().quality()) {
      return corners.getFirst().costUsd();
    }
    for (int i = 1; i < corners.size(); i++) {
      Point right = corners.get(i);
      if (quality <= right.quality()) {
        Point left = corners.get(i - 1);
        double share = (quality - left.quality()) / (right.quality() - left.quality());
        return left.costUsd() + share * (right.costUsd() - left.costUsd());
      }
    }
    return Double.NaN;
  }

  /**
   * Average improvement in quality (RouterBench's AIQ), the variant used here: the mean quality of
   * the hull over 400 costs, evenly spaced from one to the other.
   *
   * @param fromUsd mean cost of the cheapest single model
   * @param toUsd mean cost of the best single model
   */
  public double aiq(double fromUsd, double toUsd) {
    double sum = 0;
    for (int i = 0; i < COSTS; i++) {
      sum += quality(fromUsd + (toUsd - fromUsd) * i / (COSTS - 1));
    }
    return sum / COSTS;
  }

  private static final int COSTS = 400;
}
