package io.tollgate.policies.pacing;

/**
 * How likely a request is judged: a base share of them, more where the model that answers is
 * suspected, and in the long run never more than a multiple of the base share. Safe for use by
 * several threads.
 *
 * <p>Each sample that speaks against a model raises its share, so that what is suspected is settled
 * within tens of requests; in calm times those are few.
 */
public final class JudgedShare {

  /** The share under suspicion: not all, so that every pick stays a draw. */
  private static final double HIGHEST = 0.35;

  /**
   * Suspicion from which on that share is judged: that at which a model is put on probation. A
   * fifth had each single bad sample of a good model bring it about, at twice the cost and no
   * sooner.
   */
  private static final double FULL_FROM = 0.5;

  /** In the long run at most so many times the base share, over all requests. */
  private static final double LONG_RUN_TIMES = 3;

  /** Judged requests that may come beyond the long run, in a time of suspicion. */
  private static final double SAVED = 200;

  private final double base;
  private double saved = SAVED;

  /**
   * @param basePpm the share of requests that is judged where nothing is suspected, in millionths
   */
  public JudgedShare(int basePpm) {
    this.base = Math.clamp((double) basePpm / QualityBudget.PPM, 0, 1);
  }

  /**
   * The probability, in millionths, with which a request is to be picked; the caller draws.
   *
   * @param suspicion of the model that answers, 0 to 1
   * @param unrest of all models, 0 to 1, see {@link ModelWatch#unrest}
   */
  public synchronized int propensityPpm(double suspicion, double unrest) {
    double alarm = Math.clamp(Math.max(suspicion, unrest) / FULL_FROM, 0, 1);
    double share = saved >= 1 ? base + alarm * Math.max(0, HIGHEST - base) : base;
    saved = Math.min(SAVED, saved + base * LONG_RUN_TIMES);
    return base == 0 ? 0 : (int) Math.round(share * QualityBudget.PPM);
  }

  /** A request was picked. */
  public synchronized void picked() {
    saved = Math.max(0, saved - 1);
  }
}
