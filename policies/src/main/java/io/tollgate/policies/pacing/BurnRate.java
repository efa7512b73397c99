package io.tollgate.policies.pacing;

import java.util.List;

/**
 * How fast a quality budget is spent, over the spans of its alerts: multi-window, multi-burn-rate
 * alerts as in the SRE workbook, ch. 5. A rate of 1 spends exactly the budget. Bounded memory: sums
 * in {@value BurnSpan#BUCKETS} buckets for each alert. Safe for use by several threads.
 *
 * <p>An alert fires where the mean loss is at least its rate times what is allowed over both of its
 * spans, and where over the long one the budget is overspent beyond doubt: losses of a few requests
 * are mostly noise. At a disagreement of a quarter a standard error of one point takes 2,500 judged
 * pairs.
 */
public final class BurnRate {

  /** One-sided 95 %. */
  private static final double BEYOND_DOUBT = 1.645;

  /** Fewer requests than this say nothing. */
  private static final long FEWEST = 30;

  /** No budget is spent faster than by losing half of every answer, whatever rate was asked for. */
  private static final double MOST_LOSS_PPM = 500_000;

  private final int lossPpm;
  private final List<BurnSpan> spans;

  /**
   * @param lossPpm the mean loss allowed in millionths, at least 1
   */
  public BurnRate(int lossPpm, List<BurnAlert> alerts) {
    this.lossPpm = Math.max(1, lossPpm);
    this.spans = alerts.stream().map(BurnSpan::new).toList();
  }

  /**
   * A request was decided.
   *
   * @param predictedLossPpm its expected loss in millionths
   */
  public synchronized void spent(int predictedLossPpm, long nowMs) {
    spans.forEach(span -> span.add(nowMs, 1, predictedLossPpm));
  }

  /** The loss of a request was judged; as {@link QualityPacer#judged}. */
  public synchronized void judged(
      int judgedLossPpm, int predictedLossPpm, int propensityPpm, long nowMs) {
    double off = (double) judgedLossPpm - predictedLossPpm;
    double weighted = off * QualityBudget.PPM / Math.max(1, propensityPpm);
    spans.forEach(span -> span.add(nowMs, 0, weighted));
  }

  /** How it stands with each alert. */
  public synchronized List<Reading> readings(long nowMs) {
    return spans.stream().map(span -> reading(span, nowMs)).toList();
  }

  /**
   * How it stands with an alert.
   *
   * @param overRate multiple of the allowed loss over the long span
   * @param stillRate the same over the short one
   * @param requests in the long span
   * @param why in one sentence
   */
  public record Reading(
      BurnAlert alert,
      double overRate,
      double stillRate,
      long requests,
      boolean firing,
      String why) {}

  private Reading reading(BurnSpan span, long nowMs) {
    BurnAlert alert = span.alert();
    BurnSpan.Sums over = span.over(nowMs);
    BurnSpan.Sums still = span.still(nowMs);
    double threshold = Math.min(alert.rate(), MOST_LOSS_PPM / lossPpm);
    double overRate = over.mean() / lossPpm;
    double stillRate = still.mean() / lossPpm;
    boolean certain = over.mean() - BEYOND_DOUBT * over.standardError() > lossPpm;
    boolean enough = over.requests() >= FEWEST;
    boolean fast = overRate >= threshold && stillRate >= threshold;
    return new Reading(
        alert,
        overRate,
        stillRate,
        over.requests(),
        enough && certain && fast,
        alert.name()
            + ": losses are %.1f times what is allowed over %s and %.1f times over %s, "
                .formatted(
                    overRate, BurnSpan.text(alert.over()), stillRate, BurnSpan.text(alert.still()))
            + "of %d requests; ".formatted(over.requests())
            + reason(enough, certain, overRate >= threshold, stillRate >= threshold, threshold));
  }

  private static String reason(
      boolean enough, boolean certain, boolean over, boolean still, double threshold) {
    if (!enough) {
      return "too few to say anything";
    }
    if (over && !still) {
      return "it is over";
    }
    if (!over) {
      return "the alert is at %.1f times".formatted(threshold);
    }
    return certain ? "the budget is spent too fast" : "that may be chance";
  }
}
