package io.tollgate.gateway.limit;

import java.util.concurrent.TimeUnit;

/** Time as a running gateway counts it for limits: it does not jump when the clock is set. */
public final class LimitClock {

  private LimitClock() {}

  /** Milliseconds since some moment. */
  public static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
