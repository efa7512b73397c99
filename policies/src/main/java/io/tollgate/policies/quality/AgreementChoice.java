package io.tollgate.policies.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses which agreements of models are worth learning: those that, at some price of quality, are
 * among the best of all on the average of the training prompts.
 */
final class AgreementChoice {

  /** Prices of quality that are tried, in dollars for an answer that is right instead of wrong. */
  private static final int PRICES = 40;

  private static final int BEST_OF_EACH = 5;

  /** More of them cost time in each decision. */
  private static final int MOST = 24;

  /** A model that is not this much cheaper than the dearest is no member of a pair. */
  private static final double CHEAP = 0.6;

  /**
   * Three models as one, with what came of it.
   *
   * @param one column of a model
   * @param other column of another
   * @param third column of the one that decides
   * @param cost mean dollars of a request
   * @param scores by row of the block, NaN where unknown
   * @param agreed by row of the block, NaN where unknown
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
  record Candidate(int one, int other, int third, double cost, double[] scores, double[] agreed) {}

  private record Valued(Candidate candidate, double quality) {}

  private AgreementChoice() {}

  static List<Candidate> choose(TrainingSet set, ModelBlocks.Block block) {
    TrainingSet.AgreementTable table = set.agreements();
    if (table == null) {
      return List.of();
    }
    double dearest = 0;
    for (int column : block.columns()) {
      if (!Double.isNaN(set.costs()[column])) {
        dearest = Math.max(dearest, set.costs()[column]);
      }
    }
    List<Valued> all = new ArrayList<>();
    for (int one : block.columns()) {
      for (int other : block.columns()) {
        if (isCheap(set, one, dearest)
            && isCheap(set, other, dearest)
            && isBefore(set, block, one, other)) {
          double[] agreed = agreed(table, block, one, other);
          for (int third : block.columns()) {
            if (third != one && third != other && !Double.isNaN(set.costs()[third])) {
              all.add(value(set, block, one, other, third, agreed));
            }
          }
        }
      }
    }
    Set<Candidate> chosen = new LinkedHashSet<>();
    for (int p = 0; p < PRICES && dearest > 0; p++) {
      double price = price(dearest, p, PRICES);
      all.stream()
          .sorted(
              Comparator.comparingDouble((Valued v) -> v.candidate().cost() - price * v.quality())
                  .thenComparingInt(v -> v.candidate().one())
                  .thenComparingInt(v -> v.candidate().other()))
          .limit(BEST_OF_EACH)
          .forEach(v -> chosen.add(v.candidate()));
    }
    return chosen.stream().limit(MOST).toList();
  }

  /**
   * One of some prices of quality: from the dearest model's whole cost for a hundredth of quality
   * down to a thousandth of that.
   */
  static double price(double dearest, int place, int prices) {
    return dearest * 100 * Math.pow(0.001, place / (prices - 1.0));
  }

  private static boolean isCheap(TrainingSet set, int column, double dearest) {
    return set.costs()[column] <= CHEAP * dearest;
  }

  /** The better of a pair comes first: its answer is the one that is taken. */
  private static boolean isBefore(TrainingSet set, ModelBlocks.Block block, int one, int other) {
    double difference = mean(set, block, one) - mean(set, block, other);
    return difference > 0 || (difference == 0 && one < other);
  }

  private static double mean(TrainingSet set, ModelBlocks.Block block, int column) {
    double sum = 0;
    int known = 0;
    for (int row : block.rows()) {
      double score = set.scores()[row][column];
      if (!Double.isNaN(score)) {
        sum += score;
        known++;
      }
    }
    return known == 0 ? 0 : sum / known;
  }

  private static double[] agreed(
      TrainingSet.AgreementTable table, ModelBlocks.Block block, int one, int other) {
    double[] agreed = new double[block.rows().length];
    for (int i = 0; i < agreed.length; i++) {
      agreed[i] = table.agree(block.rows()[i], one, other);
    }
    return agreed;
  }

  private static Valued value(
      TrainingSet set, ModelBlocks.Block block, int one, int other, int third, double[] agreed) {
    double[] scores = new double[agreed.length];
    double sum = 0;
    double together = 0;
    int known = 0;
    for (int i = 0; i < agreed.length; i++) {
      double[] row = set.scores()[block.rows()[i]];
      scores[i] = Double.isNaN(agreed[i]) ? Double.NaN : agreed[i] > 0.5 ? row[one] : row[third];
      if (!Double.isNaN(scores[i])) {
        sum += scores[i];
        together += agreed[i];
        known++;
      }
    }
    double share = known == 0 ? 0 : together / known;
    double cost = set.costs()[one] + set.costs()[other] + (1 - share) * set.costs()[third];
    return new Valued(
        new Candidate(one, other, third, cost, scores, agreed), known == 0 ? 0 : sum / known);
  }
}
