package io.tollgate.bench.routing.replay;

import io.tollgate.policies.pacing.PaceTuning;
import io.tollgate.policies.pacing.WatchPlan;

/**
 * How a replay is run.
 *
 * @param lossPpm the budget: mean loss in millionths
 * @param windowRequests requests in the budget's window
 * @param judgedSharePpm share of requests that is judged where nothing is suspected; 0: nothing is
 *     judged, and models are not watched
 * @param probedSharePpm share of requests on which a quarantined model is asked beside
 * @param judgeCostPpm what judging a pair costs, in millionths of the cost of a reference's answer
 * @param delay requests until a judged loss is known
 * @param maxLossPpm the most that is put at risk in one request
 * @param agreements whether agreement arms may be used
 */
public record ReplaySettings(
    int lossPpm,
    int windowRequests,
    int judgedSharePpm,
    int probedSharePpm,
    int judgeCostPpm,
    int delay,
    int maxLossPpm,
    boolean agreements,
    PaceTuning pace,
    WatchPlan watch) {

  /** Two points, three requests in a hundred judged, known twenty requests later. */
  static final ReplaySettings DEFAULT =
      new ReplaySettings(
          20_000,
          2_000,
          30_000,
          20_000,
          300_000,
          20,
          250_000,
          false,
          PaceTuning.DEFAULT,
          WatchPlan.DEFAULT);

  /** The same with agreement arms, or without. */
  ReplaySettings withAgreements(boolean used) {
    return new ReplaySettings(
        lossPpm,
        windowRequests,
        judgedSharePpm,
        probedSharePpm,
        judgeCostPpm,
        delay,
        maxLossPpm,
        used,
        pace,
        watch);
  }

  /** The same with another share judged, known so many requests later. */
  ReplaySettings withJudging(int sharePpm, int requestsLate) {
    return new ReplaySettings(
        lossPpm,
        windowRequests,
        sharePpm,
        sharePpm == 0 ? 0 : probedSharePpm,
        judgeCostPpm,
        requestsLate,
        maxLossPpm,
        agreements,
        pace,
        watch);
  }

  /** Whether anything is judged. */
  boolean isWatched() {
    return judgedSharePpm > 0;
  }
}
