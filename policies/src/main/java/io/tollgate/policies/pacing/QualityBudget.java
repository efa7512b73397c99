package io.tollgate.policies.pacing;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How much worse than a reference model the answers of a policy may be, as an error budget: the
 * mean loss against the reference over a window.
 *
 * @param references the deployments of the one model that losses are measured against, not empty;
 *     the router takes the best of them
 * @param lossPpm the mean loss allowed per request in millionths, 1 to 1,000,000; two percentage
 *     points are 20,000
 * @param window over which the mean is held
 * @param maxLossPpm the most that is put at risk in one request, in millionths, 0 to 1,000,000
 * @param arms further ways to answer that may be used
 * @param judgedSharePpm the share of requests whose loss is judged, in millionths, 0 to 1,000,000;
 *     suspicion raises it for a while
 * @param judges the deployments that judge, in order; may be empty: then no request is judged
 * @param measurementPerDay the most that judging may cost in a day of UTC
 * @param burnAlerts when to tell people that the budget is spent too fast
 */
public record QualityBudget(
    List<Deployment> references,
    int lossPpm,
    Duration window,
    int maxLossPpm,
    Set<Arm> arms,
    int judgedSharePpm,
    List<Deployment> judges,
    Picodollars measurementPerDay,
    List<BurnAlert> burnAlerts) {

  /** Millionths in one. */
  public static final int PPM = 1_000_000;

  /** Default of {@code window}. */
  public static final Duration WINDOW = Duration.ofDays(7);

  /** Default of {@code max_loss}: a quarter. */
  public static final int MAX_LOSS_PPM = 250_000;

  /** Default of {@code judged_share}, where there is a judge: three requests in a hundred. */
  public static final int JUDGED_SHARE_PPM = 30_000;

  /** Default of {@code measurement_usd_per_day}. */
  public static final Picodollars MEASUREMENT_PER_DAY = Picodollars.ofDollars("1");

  public QualityBudget {
    references = List.copyOf(references);
    arms = Set.copyOf(arms);
    judges = List.copyOf(judges);
    burnAlerts = List.copyOf(burnAlerts);
    if (references.isEmpty()) {
      throw new IllegalArgumentException("references: none (expected: at least one deployment)");
    }
    if (lossPpm < 1 || lossPpm > PPM) {
      throw new IllegalArgumentException("loss: " + lossPpm + " ppm (expected: 1 to 1,000,000)");
    }
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("window: " + window + " (expected: more than 0)");
    }
    if (maxLossPpm < 0 || maxLossPpm > PPM || judgedSharePpm < 0 || judgedSharePpm > PPM) {
      throw new IllegalArgumentException(
          "largest loss: "
              + maxLossPpm
              + " ppm, judged share: "
              + judgedSharePpm
              + " ppm (expected: both 0 to 1,000,000)");
    }
  }
}
