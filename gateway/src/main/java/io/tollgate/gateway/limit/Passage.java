package io.tollgate.gateway.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one request has taken of the limits of its caller and of the deployments that it goes to,
 * until it ends: then what it really used counts.
 *
 * <p>On one event loop.
 */
public final class Passage {

  /** Of a request that nothing limits. */
  public static final Passage FREE = new Passage(null, Gauges.NOTHING, 0);

  /** Taken for one attempt at a deployment. */
  private static final class Visit {
    private final String deployment;
    private final Gauge[] gauges;
    private int attempt = NOT_SENT;
    private long used;

    private Visit(String deployment, Gauge[] gauges) {
      this.deployment = deployment;
      this.gauges = gauges;
    }
  }

  private static final int NOT_SENT = -1;

  private final @Nullable LimitBook book;
  private final Gauge[] gauges;
  private final long estimate;
  private List<Visit> visits = List.of();
  private @Nullable Objection objection;
  private long used;
  private boolean doubtful;
  private boolean closed;

  Passage(@Nullable LimitBook book, Gauge[] gauges, long estimate) {
    this.book = book;
    this.gauges = gauges;
    this.estimate = estimate;
  }

  /**
   * Takes what one more attempt needs of the limits of its deployment, unless that was done for an
   * attempt that was not made.
   *
   * @param nowMs the clock, read only where there are such limits
   * @return false, and nothing is taken, where it does not fit
   */
  public boolean visit(String deployment, LongSupplier nowMs) {
    if (book == null || closed) {
      return true;
    }
    Gauge[] its = book.gauges(deployment);
    if (its.length == 0) {
      return true;
    }
    for (Visit visit : visits) {
      if (visit.attempt == NOT_SENT && visit.deployment.equals(deployment)) {
        return true;
      }
    }
    objection = book.visit(its, estimate, nowMs.getAsLong());
    if (objection != null) {
      return false;
    }
    if (visits.isEmpty()) {
      visits = new ArrayList<>(2);
    }
    visits.add(new Visit(deployment, its));
    return true;
  }

  /** Why the latest visit did not fit, or {@code null}. */
  public @Nullable Objection objection() {
    return objection;
  }

  /** An attempt is about to be sent. */
  public void sent(int attempt, String deployment) {
    for (Visit visit : visits) {
      if (visit.attempt == NOT_SENT && visit.deployment.equals(deployment)) {
        visit.attempt = attempt;
        // Until its bill says otherwise.
        visit.used = estimate;
        return;
      }
    }
  }

  /** An attempt's bill is known, or it has none. */
  public void billed(int attempt, long tokens) {
    used += tokens;
    for (Visit visit : visits) {
      if (visit.attempt == attempt) {
        visit.used = tokens;
      }
    }
  }

  /** An attempt was billed, and nobody knows for how many tokens. */
  public void billedUnknown() {
    doubtful = true;
  }

  /**
   * Ends it: what is held is given back, and what was used is not. Does nothing the second time.
   *
   * @param nowMs the clock, read only where there is something to give back
   */
  public void close(LongSupplier nowMs) {
    if (book == null || closed) {
      return;
    }
    closed = true;
    book.leave(this, nowMs.getAsLong());
  }

  /** Under the lock of the book. */
  void settle(long nowMs) {
    long total = doubtful ? Math.max(estimate, used) : used;
    for (Gauge gauge : gauges) {
      gauge.leave(estimate, total, nowMs);
    }
    for (Visit visit : visits) {
      for (Gauge gauge : visit.gauges) {
        if (visit.attempt == NOT_SENT) {
          gauge.withdraw(estimate, nowMs);
        } else {
          gauge.leave(estimate, visit.used, nowMs);
        }
      }
    }
  }

  /** Whether somebody waits for something that it had. */
  boolean isAwaited() {
    boolean awaited = false;
    for (Gauge gauge : gauges) {
      awaited |= !gauge.queue().isEmpty();
    }
    return awaited;
  }
}
