package io.tollgate.gateway.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The memos and judgements of one name in a report; each of both is added at most once.
 *
 * <p>Not safe for use by several threads.
 */
final class QualitySums {

  /** Follows the expression by which is summed. */
  static final String MEMOS =
      """
      , sum(requests), sum(unpriced), sum(loss_ppm), sum(reference_usd), sum(reference_pico),
        sum(spent_usd), sum(spent_pico), sum(displaced)
      FROM rollup_memo WHERE hour >= ? AND hour < ? GROUP BY 1
      """;

  /** Sums of products are taken in two parts, for a sum that passes 64 bits is an error. */
  static final String JUDGEMENTS =
      """
      , sum(judged), sum(weight), sum(score_weighted / 1000000), sum(score_weighted % 1000000),
        sum(paired), sum(paired_weight), sum(loss_weighted / 1000000),
        sum(loss_weighted % 1000000), sum(loss_squares)
      FROM rollup_judged WHERE hour >= ? AND hour < ? GROUP BY 1
      """;

  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  private long requests;
  private long unpriced;
  private BigDecimal reference = BigDecimal.ZERO;
  private BigDecimal spent = BigDecimal.ZERO;
  private @Nullable Long predictedLoss;
  private long judged;
  private @Nullable Long score;
  private long paired;
  private long displaced;
  private @Nullable Long lossOfPairs;
  private long errorOfPairs;

  void addMemos(ResultSet row) throws SQLException {
    requests = row.getLong(2);
    unpriced = row.getLong(3);
    predictedLoss = mean(BigInteger.valueOf(row.getLong(4)), requests);
    reference = new SplitAmount(row.getLong(5), row.getLong(6)).exact();
    spent = new SplitAmount(row.getLong(7), row.getLong(8)).exact();
    displaced = row.getLong(9);
  }

  void addJudgements(ResultSet row) throws SQLException {
    judged = row.getLong(2);
    score = mean(split(row.getLong(4), row.getLong(5)), row.getLong(3));
    paired = row.getLong(6);
    lossOfPairs = mean(split(row.getLong(8), row.getLong(9)), row.getLong(7));
    double weights = (double) row.getLong(7);
    double squares = (double) row.getLong(10);
    // Squares are of thousandths at whole weights.
    errorOfPairs =
        weights == 0
            ? 0
            : Math.round(
                Math.sqrt(squares) * JudgedSums.THOUSANDTH * JudgedSums.WEIGHT_ONE / weights);
  }

  /**
   * A loss of answers that others than the reference gave, as one of all answers: those that the
   * reference gave lost nothing.
   */
  private @Nullable Long ofAll(@Nullable Long loss) {
    if (requests == 0 || loss == null) {
      return requests > 0 && displaced == 0 ? Long.valueOf(0) : loss;
    }
    return loss * displaced / requests;
  }

  private static BigInteger split(long millions, long rest) {
    return BigInteger.valueOf(millions).multiply(MILLION).add(BigInteger.valueOf(rest));
  }

  private static @Nullable Long mean(BigInteger sum, long weight) {
    return weight == 0
        ? null
        : Long.valueOf(
            new BigDecimal(sum)
                .divide(BigDecimal.valueOf(weight), 0, RoundingMode.HALF_EVEN)
                .longValueExact());
  }

  QualityRow row() {
    boolean anyPriced = requests > unpriced;
    return new QualityRow(
        requests,
        unpriced,
        anyPriced ? reference : null,
        anyPriced ? reference.subtract(spent) : null,
        predictedLoss,
        judged,
        score,
        paired,
        ofAll(lossOfPairs),
        lossOfPairs == null ? null : ofAll(errorOfPairs));
  }
}
