package io.tollgate.policies.pacing;

/**
 * What a {@link ModelWatch} is to find, and how often it may be wrong.
 *
 * @param shift the share of right answers that turn wrong in the regression that is looked for,
 *     above 0, below 1
 * @param falseAlarmEvery judged samples of a model that did not change between two false alarms, on
 *     average, at least 2; the bound is proved
 * @param falseReleaseEvery judged samples of a quarantined model that did not recover between two
 *     false releases, at least 2
 * @param dependence the probability that the reference is right where the model is wrong, relative
 *     to what it would be if the two were independent, above 0, at most 1: models tend to fail on
 *     the same questions. 1 is safe and slow
 */
public record WatchPlan(
    double shift, double falseAlarmEvery, double falseReleaseEvery, double dependence) {

  /** Two of five right answers turn wrong; at most a false alarm in 200 judged samples. */
  public static final WatchPlan DEFAULT = new WatchPlan(0.4, 200, 200, 0.7);

  public WatchPlan {
    if (!(shift > 0 && shift < 1 && dependence > 0 && dependence <= 1)) {
      throw new IllegalArgumentException(
          "shift: " + shift + ", dependence: " + dependence + " (expected: 0 to 1, not 0)");
    }
    if (!(falseAlarmEvery >= 2 && falseReleaseEvery >= 2)) {
      throw new IllegalArgumentException(
          "false alarm every "
              + falseAlarmEvery
              + ", false release every "
              + falseReleaseEvery
              + " samples (expected: both >= 2)");
    }
  }

  /** Evidence at which a model is quarantined: the logarithm of the run length, see the watch. */
  double quarantineAt() {
    return Math.log(falseAlarmEvery);
  }

  /** Evidence at which it is released. */
  double releaseAt() {
    return Math.log(falseReleaseEvery);
  }
}
