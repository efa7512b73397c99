package io.tollgate.bench.routing.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * What is chosen at each of many prices of money: for every row the candidate of the highest
 * expected quality less price times expected cost, and what it really scored and cost. The prices
 * are {@value #PRICES} on a logarithmic grid wide enough that at one end only quality counts and at
 * the other only cost; choices of all folds are pooled at one price.
 */
final class Sweep {

  static final int PRICES = 400;

  private static final double LOWEST = 1e-4;
  private static final double HIGHEST = 20;

  private final float[][] qualities;
  private final float[][] costsUsd;
  private final short[][] choices;

  /**
   * @param rows rows whose outcomes are all known
   * @param singlesOnly whether agreements are left aside
   */
  Sweep(Predictions predictions, int[] rows, boolean singlesOnly) {
    boolean priced = predictions.set().hasCosts();
    double[] prices = priced ? prices(predictions, rows) : new double[] {0};
    qualities = new float[prices.length][rows.length];
    costsUsd = new float[prices.length][rows.length];
    choices = new short[prices.length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      int candidates = singlesOnly ? predictions.set().width() : predictions.candidates(row);
      double[] quality = new double[candidates];
      double[] cost = new double[candidates];
      double[] realQuality = new double[candidates];
      double[] realCost = new double[candidates];
      for (int c = 0; c < candidates; c++) {
        quality[c] = predictions.quality(row, c);
        cost[c] = priced ? predictions.costUsd(row, c) : 0;
        realQuality[c] = predictions.realQuality(row, c);
        realCost[c] = priced ? predictions.realCostUsd(row, c) : 0;
      }
      for (int p = 0; p < prices.length; p++) {
        int choice = choice(quality, cost, prices[p]);
        choices[p][i] = (short) choice;
        qualities[p][i] = (float) realQuality[choice];
        costsUsd[p][i] = (float) realCost[choice];
      }
    }
  }

  /** The candidate of the highest quality less price times cost; NaN is never chosen. */
  static int choice(double[] quality, double[] costUsd, double price) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < quality.length; i++) {
      double worth = price == 0 ? quality[i] : quality[i] - price * costUsd[i];
      if (worth > highest) {
        highest = worth;
        best = i;
      }
    }
    return best;
  }

  private static double[] prices(Predictions predictions, int[] rows) {
    Mean lowest = new Mean();
    Mean highest = new Mean();
    for (int row : rows) {
      double low = Double.POSITIVE_INFINITY;
      double high = 0;
      for (int c = 0; c < predictions.set().width(); c++) {
        double cost = predictions.costUsd(row, c);
        low = cost > 0 ? Math.min(low, cost) : low;
        high = cost > 0 ? Math.max(high, cost) : high;
      }
      if (high > 0) {
        lowest.add(low);
        highest.add(high);
      }
    }
    double from = highest.count() == 0 ? LOWEST : LOWEST / highest.value();
    double to = lowest.count() == 0 ? HIGHEST : HIGHEST / lowest.value();
    double[] prices = new double[PRICES];
    for (int i = 1; i < PRICES; i++) {
      prices[i] = from * Math.pow(to / from, (i - 1.0) / (PRICES - 2));
    }
    return prices;
  }

  /** The curve over rows so weighted. */
  Curve curve(double[] weights) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    List<Point> points = new ArrayList<>(qualities.length);
    for (int p = qualities.length - 1; p >= 0; p--) {
      double quality = 0;
      double cost = 0;
      for (int i = 0; i < weights.length; i++) {
        quality += weights[i] * qualities[p][i];
        cost += weights[i] * costsUsd[p][i];
      }
      points.add(new Point(cost / total, quality / total));
    }
    return new Curve(points);
  }

  /** Share of rows that a candidate answers at a point of the curve. */
  double shareOf(int point, int candidate) {
    short[] chosen = choices[choices.length - 1 - point];
    int count = 0;
    for (short choice : chosen) {
      count += choice == candidate ? 1 : 0;
    }
    return (double) count / chosen.length;
  }
}
