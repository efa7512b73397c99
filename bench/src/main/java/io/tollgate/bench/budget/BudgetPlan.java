package io.tollgate.bench.budget;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a quality budget is put to the test.
 *
 * @param reference the model that losses are measured against, or {@code null} for the best
 * @param lossPpm the budget: mean loss in millionths
 * @param arms whether two cheap models that agree may answer together
 * @param judgedSharePpm share of answers that the gateway has judged, in millionths
 * @param feedbackSharePpm share of answers that the application says the score of, in millionths
 * @param requests of each of the two parts, at most; each question is asked once in each
 * @param windowRequests requests in the budget's window, a multiple of {@value #INTERVALS}
 * @param seed of splits, orders and draws
 */
record BudgetPlan(
    @Nullable String reference,
    int lossPpm,
    boolean arms,
    int judgedSharePpm,
    int feedbackSharePpm,
    int requests,
    int windowRequests,
    long seed) {

  /** The window's length on the gateway's clock, which goes on by a step for each request. */
  static final Duration WINDOW = Duration.ofDays(7);

  /** A window is reported on in so many intervals of whole hours, as the ledger sums them. */
  static final int INTERVALS = 4;

  BudgetPlan {
    if (windowRequests < INTERVALS || windowRequests % INTERVALS != 0) {
      throw new IllegalArgumentException(
          "window: %d requests (expected: a multiple of %d)".formatted(windowRequests, INTERVALS));
    }
    if (lossPpm < 1 || requests < windowRequests / INTERVALS) {
      throw new IllegalArgumentException(
          "loss: %d ppm, requests: %d (expected: >= 1, >= %d)"
              .formatted(lossPpm, requests, windowRequests / INTERVALS));
    }
  }

  /** Requests in an interval. */
  int intervalRequests() {
    return windowRequests / INTERVALS;
  }

  /** How far the clock goes on for a request. */
  Duration step() {
    return WINDOW.dividedBy(windowRequests);
  }

  /** How far it goes on in an interval: whole hours. */
  Duration interval() {
    return WINDOW.dividedBy(INTERVALS);
  }
}
