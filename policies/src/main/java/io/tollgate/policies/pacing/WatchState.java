package io.tollgate.policies.pacing;

/**
 * What a {@link ModelWatch} remembers of a model.
 *
 * @param standing what it may do
 * @param evidence that it got worse, as a logarithm of a likelihood ratio, at least 0
 * @param recovery that it is as predicted again, likewise; 0 unless quarantined
 * @param damage estimate of what was lost beyond prediction since there is evidence, over all
 *     requests, as shares of one
 * @param samples judged samples so far, older ones fading out
 * @param residual predicted quality less judged quality, summed over them, as shares of one
 * @param squares the sum of the squares of that
 */
public record WatchState(
    Standing standing,
    double evidence,
    double recovery,
    double damage,
    double samples,
    double residual,
    double squares) {

  /** What a model may do. */
  public enum Standing {
    /** Answers wherever it is chosen. */
    TRUSTED,
    /** Suspected enough that it does not answer while samples are taken in quick succession. */
    ON_PROBATION,
    /** Got worse, so it does not answer until samples show that it has recovered. */
    QUARANTINED
  }

  /** Nothing was seen. */
  public static final WatchState NEW = new WatchState(Standing.TRUSTED, 0, 0, 0, 0, 0, 0);

  public WatchState {
    if (!(evidence >= 0 && recovery >= 0 && samples >= 0 && squares >= 0)
        || !Double.isFinite(evidence + recovery + damage + samples + residual + squares)) {
      throw new IllegalArgumentException(
          "evidence: "
              + evidence
              + ", recovery: "
              + recovery
              + ", damage: "
              + damage
              + ", residual: "
              + residual
              + " of "
              + samples
              + " samples (expected: finite, evidence, recovery and samples >= 0)");
    }
  }
}
