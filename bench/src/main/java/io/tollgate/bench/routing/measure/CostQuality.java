package io.tollgate.bench.routing.measure;

import io.tollgate.gateway.training.OutcomeSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a learner trades cost for quality.
 *
 * @param curve the curve over all rows
 * @param saved for 100, 99, 97 and 95 percent of the best single model's quality on the same rows:
 *     the share of that model's cost that is saved; NaN where the quality is never reached
 * @param aiq mean quality of the hull, see {@link Hull#aiq}
 * @param maxQuality the highest quality at any price, relative to the best single model
 */
public record CostQuality(Curve curve, Map<Integer, Figure> saved, Figure aiq, Figure maxQuality) {

  /** Percents of the best single model's quality. */
  public static final List<Integer> PERCENTS = List.of(100, 99, 97, 95);

  private static final double HUNDRED = 100;

  /** The share of cost saved at a percent of the best single model's quality. */
  public Figure savedAt(int percent) {
    return saved.getOrDefault(percent, Figure.of(Double.NaN));
  }

  /**
   * Measures what is chosen by predictions.
   *
   * @param singlesOnly whether agreements are left aside
   */
  public static CostQuality of(
      Predictions predictions, int[] rows, boolean singlesOnly, Resamples resamples) {
    return of(predictions.set(), rows, new Sweep(predictions, rows, singlesOnly), resamples);
  }

  static CostQuality of(OutcomeSet set, int[] rows, Sweep sweep, Resamples resamples) {
    Singles singles = Singles.of(set, rows, resamples.once());
    Curve curve = sweep.curve(resamples.once());
    int saves = PERCENTS.size();
    double[] values = figures(singles, singles, curve);
    double[][] drawn = new double[saves + 2][Resamples.COUNT];
    for (int draw = 0; draw < Resamples.COUNT; draw++) {
      double[] weights = resamples.weights(draw);
      double[] figures = figures(singles, Singles.of(set, rows, weights), sweep.curve(weights));
      for (int i = 0; i < figures.length; i++) {
        drawn[i][draw] = figures[i];
      }
    }
    Map<Integer, Figure> saved = new TreeMap<>();
    for (int i = 0; i < saves; i++) {
      saved.put(PERCENTS.get(i), Figure.of(values[i], drawn[i]));
    }
    return new CostQuality(
        curve,
        saved,
        Figure.of(values[saves], drawn[saves]),
        Figure.of(values[saves + 1], drawn[saves + 1]));
  }

  /** Savings at each percent, AIQ, highest quality relative to the best single model. */
  private static double[] figures(Singles whole, Singles singles, Curve curve) {
    Point best = singles.points().get(whole.best());
    Point cheapest = singles.points().get(whole.cheapest());
    double[] figures = new double[PERCENTS.size() + 2];
    for (int i = 0; i < PERCENTS.size(); i++) {
      double cost = curve.costUsd(best.quality() * PERCENTS.get(i) / HUNDRED);
      figures[i] = 1 - cost / best.costUsd();
    }
    figures[PERCENTS.size()] = aiq(curve.hull(), cheapest, best);
    figures[PERCENTS.size() + 1] = curve.maxQuality() / best.quality();
    return figures;
  }

  /** Random mixing of single models: the hull of their points, read between its corners, too. */
  public static CostQuality mixing(Singles singles) {
    Hull hull = Hull.of(singles.points());
    Point best = singles.bestPoint();
    Map<Integer, Figure> saved = new TreeMap<>();
    for (int percent : PERCENTS) {
      double cost = hull.costUsd(best.quality() * percent / HUNDRED);
      saved.put(percent, Figure.of(1 - cost / best.costUsd()));
    }
    return new CostQuality(
        new Curve(hull.corners()),
        saved,
        Figure.of(aiq(hull, singles.cheapestPoint(), best)),
        Figure.of(1));
  }

  /** NaN where there is nothing between the two costs: without costs, or with one model. */
  private static double aiq(Hull hull, Point cheapest, Point best) {
    return best.costUsd() > cheapest.costUsd()
        ? hull.aiq(cheapest.costUsd(), best.costUsd())
        : Double.NaN;
  }

  /**
   * The share of requests that a model answers alone where so many percent of the best single
   * model's quality are reached at the lowest cost; NaN where they never are.
   */
  public double shareOf(
      Predictions predictions, int[] rows, boolean singlesOnly, int model, int percent) {
    if (Double.isNaN(savedAt(percent).value())) {
      return Double.NaN;
    }
    double best = maxQuality.value() == 0 ? 0 : curve.maxQuality() / maxQuality.value();
    double wanted = curve.costUsd(best * percent / HUNDRED);
    Sweep sweep = new Sweep(predictions, rows, singlesOnly);
    for (int point = 0; point < curve.points().size(); point++) {
      if (curve.points().get(point).costUsd() == wanted) {
        return sweep.shareOf(point, model);
      }
    }
    return Double.NaN;
  }
}
