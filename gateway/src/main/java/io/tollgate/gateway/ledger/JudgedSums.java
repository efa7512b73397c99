package io.tollgate.gateway.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is summed for one {@link JudgedKey}.
 *
 * <p>An answer that was judged with probability p stands for 1/p answers, so it has the weight 1/p
 * (Horvitz and Thompson; the mean is divided by the sum of weights, as Hajek does, which is not
 * thrown off by few samples). Weights are thousandths, and at most {@value #WEIGHT_MAX} of them, so
 * that one lucky draw does not decide a mean.
 *
 * <p>Not safe for use by several threads.
 */
final class JudgedSums implements Sums {

  /** The weight of what is judged always. */
  static final long WEIGHT_ONE = 1_000;

  /** The weight of what is judged one time in a thousand, or less often. */
  static final long WEIGHT_MAX = 1_000_000;

  /** Millionths in a thousandth. */
  static final long THOUSANDTH = 1_000;

  private long judged;

  /** The weights of all. */
  private long weight;

  /** Scores in millionths times weights. */
  private long scoreWeighted;

  /** Judgements that compare an answer that a client got with the reference's. */
  private long paired;

  /** The weights of those. */
  private long pairedWeight;

  /** How far those are below the reference, in millionths, times weights. */
  private long lossWeighted;

  /** The squares of losses, in thousandths, times weights, as whole numbers: for their error. */
  private long lossSquares;

  void add(Entry.Judged entry) {
    long own = Math.min(WEIGHT_MAX, WEIGHT_ONE * Entry.PPM / entry.propensityPpm());
    judged++;
    weight += own;
    scoreWeighted += own * entry.scorePpm();
    Integer reference = entry.referenceScorePpm();
    // What nobody got was lost by nobody.
    if (reference != null && entry.served()) {
      int loss = reference - entry.scorePpm();
      paired++;
      pairedWeight += own;
      lossWeighted += own * loss;
      long rough = own * loss / (WEIGHT_ONE * THOUSANDTH);
      lossSquares += rough * rough;
    }
  }

  @Override
  public List<@Nullable Long> columns() {
    return Sums.of(judged, weight, scoreWeighted, paired, pairedWeight, lossWeighted, lossSquares);
  }
}
