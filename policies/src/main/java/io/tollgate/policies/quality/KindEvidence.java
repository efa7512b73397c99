package io.tollgate.policies.quality;

/**
 * Judged outcomes of one model for one kind of request.
 *
 * @param count outcomes
 * @param mean their mean score, shrunk towards the model's own mean over all kinds
 * @param variance of a single score
 * @param shift how much better the model is here than one would have thought who had learnt from
 *     all other kinds only; NaN where that was not tried
 */
record KindEvidence(float count, float mean, float variance, float shift) {

  /** Nothing was judged. */
  static final KindEvidence NONE = new KindEvidence(0, 0, 0.25f, Float.NaN);

  /** Square of the standard error of the mean. */
  double squaredError() {
    return variance / Math.max(1, count);
  }
}
