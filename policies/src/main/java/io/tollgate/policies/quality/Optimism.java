package io.tollgate.policies.quality;

/**
 * What the forecast quality of a choice is too high by: whoever takes the best of many forecasts
 * takes those that err upwards (the winner's curse), however well each is calibrated.
 *
 * <p>It is found where forecasts were learnt, with forecasts by who has not seen the prompt: at
 * many prices of quality the candidate of the least cost plus price times loss is taken, as a
 * gateway does, and what it lost against the best model is compared with what it was forecast to
 * lose. A price at which nearly everything goes to others leaves nothing to choose, and counts for
 * little.
 */
final class Optimism {

  private static final int PRICES = 40;

  /** Beyond this it is chance, of a set that is too small. */
  private static final double MOST = 0.05;

  private Optimism() {}

  /**
   * The share of one that is to be added to the forecast loss of a choice, at least 0.
   *
   * @param unseen forecasts by row and candidate, by who has not seen the row
   * @param actual scores by row and candidate, NaN where unknown
   * @param costs of each candidate, NaN where unknown
   * @param models how many of the candidates, the first, are models: the best of these is what a
   *     choice is compared with
   */
  static float of(double[][] unseen, double[][] actual, double[] costs, int models) {
    int reference = best(actual, costs, models);
    double dearest = 0;
    for (double cost : costs) {
      dearest = cost > dearest ? cost : dearest;
    }
    double off = 0;
    double weight = 0;
    for (int p = 0; p < PRICES && dearest > 0; p++) {
      double price = AgreementChoice.price(dearest, p, PRICES);
      double sum = 0;
      int displaced = 0;
      int known = 0;
      for (int r = 0; r < unseen.length; r++) {
        int choice = choice(unseen[r], costs, price);
        double lost = actual[r][reference] - actual[r][choice];
        if (!Double.isNaN(lost)) {
          known++;
          displaced += choice == reference ? 0 : 1;
          sum += lost - (unseen[r][reference] - unseen[r][choice]);
        }
      }
      double kept = known == 0 ? 0 : 1 - (double) displaced / known;
      off += kept * sum;
      weight += kept * displaced;
    }
    return weight == 0 ? 0 : (float) Math.clamp(off / weight, 0, MOST);
  }

  private static int choice(double[] forecasts, double[] costs, double price) {
    int choice = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < costs.length; c++) {
      double score = costs[c] - price * forecasts[c];
      if (score < least) {
        least = score;
        choice = c;
      }
    }
    return choice;
  }

  /** The model with the highest mean score, of those with a cost. */
  private static int best(double[][] actual, double[] costs, int models) {
    int best = 0;
    double highest = -1;
    for (int c = 0; c < models; c++) {
      double sum = 0;
      int known = 0;
      for (double[] row : actual) {
        if (!Double.isNaN(row[c])) {
          sum += row[c];
          known++;
        }
      }
      if (!Double.isNaN(costs[c]) && known > 0 && sum / known > highest) {
        highest = sum / known;
        best = c;
      }
    }
    return best;
  }
}
