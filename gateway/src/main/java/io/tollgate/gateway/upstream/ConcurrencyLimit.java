package io.tollgate.gateway.upstream;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.FixedLimit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests one deployment is sent at a time.
 *
 * <p>Where it adapts, the limit follows the time to the first token as TCP Vegas follows the round
 * trip: on owned capacity that time is short until requests queue, and then grows with the queue. A
 * limit by gradients was tried and takes a queue that lasts for the usual time. Safe for use by
 * several threads.
 */
final class ConcurrencyLimit {

  /**
   * After so many requests for each place the shortest time is forgotten, in case the deployment
   * has become slower for good. A queue that is there just then is taken for that, and the limit
   * grows until the next time; at the library's 30 it hardly shrank on some runs.
   */
  private static final int PROBE_EVERY = 300;

  private final Limit limit;
  private final int min;
  private final AtomicInteger inFlight = new AtomicInteger();

  ConcurrencyLimit(Resilience.Concurrency settings) {
    this.min = settings.min();
    this.limit =
        settings.adaptive()
            ? VegasLimit.newBuilder()
                .initialLimit(Math.max(settings.min(), settings.max() / 2))
                .maxConcurrency(settings.max())
                .probeMultiplier(PROBE_EVERY)
                .build()
            : FixedLimit.of(settings.max());
  }

  /** Takes a place, if there is one. */
  boolean tryEnter() {
    int before;
    do {
      before = inFlight.get();
      if (before >= places()) {
        return false;
      }
    } while (!inFlight.compareAndSet(before, before + 1));
    return true;
  }

  /** Whether every place is taken. */
  boolean isFull() {
    return inFlight.get() >= places();
  }

  /** Places that are taken. */
  int inFlight() {
    return inFlight.get();
  }

  /** Places there are. */
  int places() {
    return Math.max(min, limit.getLimit());
  }

  /** A request has ended without saying anything of how busy the deployment is. */
  void leave() {
    inFlight.decrementAndGet();
  }

  /**
   * A request has ended, and says how busy the deployment is.
   *
   * @param startNanos when it was sent, on the monotonic clock
   * @param firstTokenNanos how long its first token took; more than 0
   * @param overloaded whether it was turned away or timed out for want of capacity
   */
  void leave(long startNanos, long firstTokenNanos, boolean overloaded) {
    int during = inFlight.getAndDecrement();
    limit.onSample(startNanos, Math.max(1, firstTokenNanos), during, overloaded);
  }
}
