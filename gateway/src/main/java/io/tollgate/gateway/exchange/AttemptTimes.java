package io.tollgate.gateway.exchange;

import java.util.concurrent.TimeUnit;

/** When things happened in one attempt. */
final class AttemptTimes {

  private final long startNanos = System.nanoTime();
  private long firstContentNanos = -1;
  private long endNanos = -1;

  private long sinceStart() {
    return System.nanoTime() - startNanos;
  }

  /**
   * A part of the answer has come.
   *
   * @return whether it is the first
   */
  boolean contentSeen() {
    if (firstContentNanos >= 0) {
      return false;
    }
    firstContentNanos = sinceStart();
    return true;
  }

  boolean hasContent() {
    return firstContentNanos >= 0;
  }

  /** Its answer is whole. */
  void end() {
    endNanos = sinceStart();
  }

  /** Nanoseconds from dispatch to the first content byte, or -1. */
  long firstContentNanos() {
    return firstContentNanos;
  }

  /** Milliseconds from dispatch to the first content byte, or -1. */
  long ttftMs() {
    return firstContentNanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(firstContentNanos);
  }

  /** Milliseconds from an earlier moment to the first content byte, or -1. */
  long firstContentMsAfter(long earlierNanos) {
    return firstContentNanos < 0
        ? -1
        : TimeUnit.NANOSECONDS.toMillis(startNanos - earlierNanos + firstContentNanos);
  }

  /** Milliseconds from dispatch to the end, or to now where it has not come. */
  long totalMs() {
    return TimeUnit.NANOSECONDS.toMillis(endNanos < 0 ? sinceStart() : endNanos);
  }
}
