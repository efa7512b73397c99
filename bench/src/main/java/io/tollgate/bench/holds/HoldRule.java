package io.tollgate.bench.holds;

import io.tollgate.gateway.budget.Hold;
import io.tollgate.gateway.exchange.Spending;
import io.tollgate.policies.routing.Estimate;
import java.util.Objects;

/** How much is held for a request. */
enum HoldRule {
  /** What Tollgate does: what is likely, and the furthest two may go beyond it is kept free. */
  TOLLGATE("likely, the furthest two kept free") {
    @Override
    Hold of(Estimate estimate, long allowedPico) {
      return Spending.of(estimate.cost(), estimate.hold(), estimate.worst());
    }
  },
  /** What cannot be exceeded: the longest answer that is allowed. */
  WORST("the longest answer that the caller allows") {
    @Override
    Hold of(Estimate estimate, long allowedPico) {
      return Hold.exactly(allowedPico);
    }
  },
  /** What is likely, and nothing is kept free. */
  LIKELY("likely, nothing kept free") {
    @Override
    Hold of(Estimate estimate, long allowedPico) {
      return Hold.exactly(hold(estimate));
    }
  },
  /** What is expected in the mean. */
  EXPECTED("expected cost") {
    @Override
    Hold of(Estimate estimate, long allowedPico) {
      return Hold.exactly(Objects.requireNonNull(estimate.cost()).pico());
    }
  },
  /** Nothing: spend is looked at before a request and booked after it. */
  NONE("nothing held") {
    @Override
    Hold of(Estimate estimate, long allowedPico) {
      return Hold.NONE;
    }
  };

  private final String title;

  HoldRule(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /**
   * What is held.
   *
   * @param allowedPico what the longest answer that the caller allows costs
   */
  abstract Hold of(Estimate estimate, long allowedPico);

  private static long hold(Estimate estimate) {
    return Objects.requireNonNull(estimate.hold()).pico();
  }
}
