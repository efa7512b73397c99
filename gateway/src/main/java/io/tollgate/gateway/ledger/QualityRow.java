package io.tollgate.gateway.ledger;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a quality budget did, in one line of a report: memos beside the spend, never part of it.
 *
 * <p>Money and prediction are of requests that were served under a quality budget and got a whole
 * answer; they count at the deployment that was decided for, in the hour in which they ended. What
 * was measured counts at the deployment that was judged, in the hour of the judgement. A mean is
 * weighted by 1 over the probability of having been judged, at most 1,000.
 *
 * @param requests requests with a reference
 * @param unpriced requests of these of which the cost, or that at the reference, is unknown: they
 *     are in neither amount
 * @param referenceUsd exact dollars that the others were expected to cost at the reference, or
 *     {@code null} where there is none of them
 * @param savedUsd that less what they did cost, or {@code null} as well; negative where they cost
 *     more
 * @param predictedLossPpm the mean loss that was expected, in millionths, or {@code null} without
 *     requests
 * @param judged judgements, of whatever source
 * @param scorePpm their mean score in millionths, or {@code null} without any
 * @param paired judgements of these that compare an answer that a client got with the reference's
 * @param measuredLossPpm how far all answers were below the reference's on average, in millionths,
 *     as those show; those of the reference are not. Where judgements came later than their
 *     requests, so that there are no requests here, of what was judged alone. {@code null} where it
 *     is not known
 * @param measuredErrorPpm the standard error of that, or {@code null} without such judgements
 */
public record QualityRow(
    long requests,
    long unpriced,
    @Nullable BigDecimal referenceUsd,
    @Nullable BigDecimal savedUsd,
    @Nullable Long predictedLossPpm,
    long judged,
    @Nullable Long scorePpm,
    long paired,
    @Nullable Long measuredLossPpm,
    @Nullable Long measuredErrorPpm) {

  /** Whether there is anything to show. */
  public boolean hasFigures() {
    return requests > 0 || judged > 0;
  }
}
