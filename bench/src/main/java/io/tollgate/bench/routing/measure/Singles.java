package io.tollgate.bench.routing.measure;

import io.tollgate.gateway.training.OutcomeSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What each single model comes to on the rows that are compared.
 *
 * @param points one a model, in the order of the set; costs are 0 where the set has none
 * @param best column of the model of the highest quality
 * @param cheapest column of the model of the lowest cost
 */
public record Singles(List<Point> points, int best, int cheapest) {

  public Singles {
    points = List.copyOf(points);
  }

  /** What single models come to on rows. */
  public static Singles of(OutcomeSet set, int[] rows) {
    double[] once = new double[rows.length];
    Arrays.fill(once, 1);
    return of(set, rows, once);
  }

  static Singles of(OutcomeSet set, int[] rows, double[] weights) {
    List<Point> points = new ArrayList<>();
    int best = 0;
    int cheapest = 0;
    boolean priced = set.hasCosts();
    for (int model = 0; model < set.width(); model++) {
      double quality = 0;
      double cost = 0;
      double total = 0;
      for (int i = 0; i < rows.length; i++) {
        quality += weights[i] * set.score(rows[i], model);
        cost += weights[i] * (priced ? set.costUsd(rows[i], model) : 0);
        total += weights[i];
      }
      points.add(new Point(cost / total, quality / total));
      best = points.get(model).quality() > points.get(best).quality() ? model : best;
      cheapest = points.get(model).costUsd() < points.get(cheapest).costUsd() ? model : cheapest;
    }
    return new Singles(points, best, cheapest);
  }

  /** The best single model. */
  public Point bestPoint() {
    return points.get(best);
  }

  /** The cheapest single model. */
  public Point cheapestPoint() {
    return points.get(cheapest);
  }
}
