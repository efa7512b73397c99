package io.tollgate.bench.routing.measure;

import java.util.Arrays;
import java.util.Comparator;

/**
 * How well a learner tells which questions need the better of two models, as RouteLLM measures it.
 *
 * <p>Questions are sorted by expected gain of the strong model. With the share a of them going to
 * it, r(a) is the mean score, and PGR(a) = (r(a) - r_weak) / (r_strong - r_weak). Questions of
 * equal gain are taken in random order, on average. A call has one price, whatever its length.
 */
public final class StrongShare {

  private static final int STEPS = 100;

  private StrongShare() {}

  /**
   * The measures.
   *
   * @param apgr mean of PGR over all shares, by trapezoids between the questions
   * @param cpt50 least share at which PGR is 0.5, on a grid of 101 shares with lines in between
   * @param cpt80 the same for 0.8
   */
  public record Figures(Figure apgr, Figure cpt50, Figure cpt80) {}

  /** Measures gains against the scores of both models, weak and strong. */
  static Figures of(double[] gains, double[] weak, double[] strong, Resamples resamples) {
    Integer[] order = new Integer[gains.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -gains[i]));
    double[] values = figures(order, gains, weak, strong, resamples.once());
    double[][] drawn = new double[values.length][Resamples.COUNT];
    for (int draw = 0; draw < Resamples.COUNT; draw++) {
      double[] figures = figures(order, gains, weak, strong, resamples.weights(draw));
      for (int i = 0; i < values.length; i++) {
        drawn[i][draw] = figures[i];
      }
    }
    return new Figures(
        Figure.of(values[0], drawn[0]),
        Figure.of(values[1], drawn[1]),
        Figure.of(values[2], drawn[2]));
  }

  private static double[] figures(
      Integer[] order, double[] gains, double[] weak, double[] strong, double[] weights) {
    double weakSum = 0;
    double strongSum = 0;
    double total = 0;
    for (int i = 0; i < weights.length; i++) {
      weakSum += weights[i] * weak[i];
      strongSum += weights[i] * strong[i];
      total += weights[i];
    }
    // Corners of PGR: one wherever the gain changes.
    double[] shares = new double[order.length + 1];
    double[] recovered = new double[order.length + 1];
    int corners = 1;
    double gained = 0;
    double taken = 0;
    for (int i = 0; i < order.length; i++) {
      int at = order[i];
      taken += weights[at];
      gained += weights[at] * (strong[at] - weak[at]);
      if (i + 1 == order.length || gains[order[i + 1]] != gains[at]) {
        shares[corners] = taken / total;
        recovered[corners++] = gained / (strongSum - weakSum);
      }
    }
    double area = 0;
    for (int i = 1; i < corners; i++) {
      area += (shares[i] - shares[i - 1]) * (recovered[i] + recovered[i - 1]) / 2;
    }
    shares = Arrays.copyOf(shares, corners);
    recovered = Arrays.copyOf(recovered, corners);
    return new double[] {area, cpt(shares, recovered, 0.5), cpt(shares, recovered, 0.8)};
  }

  private static double cpt(double[] shares, double[] recovered, double wanted) {
    double before = 0;
    int corner = 0;
    for (int step = 1; step <= STEPS; step++) {
      double share = (double) step / STEPS;
      while (corner < shares.length - 1 && shares[corner] < share) {
        corner++;
      }
      double width = shares[corner] - shares[Math.max(0, corner - 1)];
      double part = width == 0 ? 1 : (share - shares[corner - 1]) / width;
      double pgr =
          corner == 0
              ? recovered[0]
              : recovered[corner - 1]
                  + Math.min(1, part) * (recovered[corner] - recovered[corner - 1]);
      if (pgr >= wanted) {
        double within = pgr == before ? 1 : (wanted - before) / (pgr - before);
        return (step - 1 + Math.max(0, within)) / STEPS;
      }
      before = pgr;
    }
    return Double.NaN;
  }
}
