package io.tollgate.bench.routing;

import io.tollgate.bench.routing.measure.Calibration;
import io.tollgate.bench.routing.measure.Hull;
import io.tollgate.bench.routing.measure.Point;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Draws what a run has shown: cost against quality, expected against real scores. */
final class Plots {

  private static final double REQUESTS = 1_000;

  private Plots() {}

  /** Writes the plots of a set into a directory. */
  static void write(SetReport set, Path directory) throws IOException {
    if (set.priced()) {
      costQuality(set).write(directory, set.name() + ".cost-quality");
    }
    reliability(set).write(directory, set.name() + ".reliability");
  }

  private static Plot costQuality(SetReport set) {
    Plot plot =
        new Plot(
                "Cost and quality: " + set.name(),
                "dollars for 1,000 requests (logarithmic)",
                "mean score")
            .logarithmic();
    int colour = 0;
    double top = set.singles().bestPoint().quality();
    double low = set.singles().cheapestPoint().costUsd() * REQUESTS;
    for (LearnerReport learner : set.learners()) {
      boolean mixing = learner.name().equals(Bounds.MIXING);
      boolean oracle = learner.name().equals(Bounds.ORACLE);
      List<Point> points = drawn(learner, mixing || oracle ? FEW : MANY);
      plot.line(
          learner.name(),
          x(points),
          y(points),
          mixing ? Plot.GREY : oracle ? Color.BLACK : Plot.COLOURS.get(colour++ % COLOURS),
          mixing ? Plot.Stroke.DASHED : oracle ? Plot.Stroke.DOTTED : Plot.Stroke.SOLID);
      for (Point point : points) {
        top = Math.max(top, point.quality());
        low = Math.min(low, point.costUsd() * REQUESTS);
      }
    }
    double bottom = bottom(set);
    double high = singles(set, plot, bottom, (top - bottom) / LINES);
    return plot.bounds(low / 1.2, high * 2, bottom, Math.min(1, top + (top - bottom) / LINES));
  }

  /** Draws the single models that are on the plot, and gives the highest of their costs. */
  private static double singles(SetReport set, Plot plot, double bottom, double line) {
    List<Point> shown = new ArrayList<>();
    List<Point> words = new ArrayList<>();
    for (int model = 0; model < set.models().size(); model++) {
      Point point = set.singles().points().get(model);
      if (point.quality() > bottom + line && point.costUsd() > 0) {
        shown.add(point);
        Point below = new Point(point.costUsd(), point.quality() - line);
        boolean taken = words.stream().anyMatch(other -> isNear(below, other, line));
        Point word = taken ? new Point(point.costUsd(), point.quality() + line) : below;
        words.add(word);
        plot.label(set.models().get(model), word.costUsd() * REQUESTS, word.quality());
      }
    }
    plot.marks("single models", x(shown), y(shown), Plot.GREY, true);
    return shown.stream().mapToDouble(Point::costUsd).max().orElse(1) * REQUESTS;
  }

  private static boolean isNear(Point one, Point other, double line) {
    return Math.abs(one.quality() - other.quality()) < 0.8 * line
        && Math.abs(Math.log(one.costUsd() / other.costUsd())) < WORD;
  }

  /** Far below the best single model nobody would operate; what is there is cut off. */
  private static double bottom(SetReport set) {
    double lowest = set.singles().points().stream().mapToDouble(Point::quality).min().orElse(0);
    return Math.max(lowest * 0.97, set.singles().bestPoint().quality() * SHOWN);
  }

  private static final double SHOWN = 0.7;
  private static final int LINES = 32;

  /** Width of a name on the logarithmic axis. */
  private static final double WORD = 1.0;

  private static final int COLOURS = Plot.COLOURS.size();

  /** The hull: straight between its corners in dollars, so curved where their axis is not. */
  private static List<Point> drawn(LearnerReport learner, int steps) {
    Hull hull = learner.costQuality().curve().hull();
    List<Point> points = new ArrayList<>();
    double low = hull.corners().getFirst().costUsd();
    double high = hull.corners().getLast().costUsd();
    for (int i = 0; low > 0 && i <= steps; i++) {
      double cost = low * Math.pow(high / low, (double) i / steps);
      points.add(new Point(cost, hull.quality(cost)));
    }
    return points;
  }

  private static final int MANY = 150;

  /** Dashes begin anew at every step: they need room. */
  private static final int FEW = 40;

  private static Plot reliability(SetReport set) {
    Plot plot =
        new Plot("Expected and real scores: " + set.name(), "expected score", "mean real score")
            .bounds(0, 1, 0, 1)
            .line(
                "as expected",
                new double[] {0, 1},
                new double[] {0, 1},
                Plot.GREY,
                Plot.Stroke.DASHED);
    int colour = 0;
    for (LearnerReport learner : set.learners()) {
      Calibration calibration = learner.calibration();
      if (calibration != null && !learner.name().endsWith("+arms")) {
        List<Calibration.Bin> bins =
            calibration.bins().stream().filter(bin -> bin.count() >= LEAST).toList();
        plot.line(
            learner.name(),
            bins.stream().mapToDouble(Calibration.Bin::expected).toArray(),
            bins.stream().mapToDouble(Calibration.Bin::real).toArray(),
            Plot.COLOURS.get(colour++ % COLOURS),
            Plot.Stroke.SOLID);
      }
    }
    return plot;
  }

  /** Bins with fewer cells are noise, and are not drawn. */
  private static final long LEAST = 30;

  private static double[] x(List<Point> points) {
    return points.stream().mapToDouble(point -> point.costUsd() * REQUESTS).toArray();
  }

  private static double[] y(List<Point> points) {
    return points.stream().mapToDouble(Point::quality).toArray();
  }
}
