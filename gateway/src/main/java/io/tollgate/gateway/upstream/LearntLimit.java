package io.tollgate.gateway.upstream;

import java.util.concurrent.TimeUnit;

/**
 * What a provider has said is left of one limit, less what was sent since: a bucket that fills up
 * until the reset, as those of OpenAI and Anthropic do.
 *
 * <p>Without a limit that is said it does not fill before its reset, and says nothing after it. Not
 * safe for use by several threads.
 */
final class LearntLimit {

  /** Nobody is kept waiting longer by something that was said once. */
  private static final long TRUSTED_NANOS = TimeUnit.HOURS.toNanos(1);

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final long sentNanos;
  private final long heardNanos;
  private final long trustedNanos;
  private final double full;
  private final double perNano;
  private double left;
  private long leftNanos;

  /**
   * A limit as it was said just now.
   *
   * @param sentNanos when the request was sent that this was the answer to
   */
  LearntLimit(Quota.Window said, long sentNanos, long nowNanos) {
    long resetNanos = Math.min(TRUSTED_NANOS, TimeUnit.MILLISECONDS.toNanos(said.resetMs()));
    this.sentNanos = sentNanos;
    this.heardNanos = nowNanos;
    this.left = said.remaining();
    this.leftNanos = nowNanos;
    if (said.limit() > 0) {
      this.full = said.limit();
      this.perNano =
          said.remaining() < said.limit()
              ? (full - left) / TimeUnit.MILLISECONDS.toNanos(said.resetMs())
              : full / MINUTE_NANOS;
      this.trustedNanos = TRUSTED_NANOS;
    } else {
      this.full = Double.POSITIVE_INFINITY;
      this.perNano = 0;
      this.trustedNanos = resetNanos;
    }
  }

  /** Whether it says anything yet. */
  boolean isKnown(long nowNanos) {
    return nowNanos - heardNanos < trustedNanos;
  }

  /** Whether it is of a request that was sent before another one: then it is the older word. */
  boolean isOlderThan(LearntLimit other) {
    return sentNanos - other.sentNanos < 0;
  }

  /** What is left, in whole units; less than nothing where more was sent than was expected. */
  long left(long nowNanos) {
    return (long) Math.floor(at(nowNanos));
  }

  /** Nanoseconds until so much may be sent; 0 where it may now. */
  long waitNanos(long nowNanos, long amount) {
    if (!isKnown(nowNanos)) {
      return 0;
    }
    // What is larger than the whole waits for a full bucket; the rest is the provider's affair.
    double missing = Math.min((double) amount, full) - at(nowNanos);
    if (missing <= 0) {
      return 0;
    }
    long untrusted = trustedNanos - (nowNanos - heardNanos);
    return perNano == 0 ? untrusted : Math.min(untrusted, (long) Math.ceil(missing / perNano));
  }

  /** So much is sent. */
  void take(long nowNanos, long amount) {
    left = at(nowNanos) - amount;
    leftNanos = nowNanos;
  }

  /**
   * What was sent turns out to be so much more, or less; what was said later knows that already.
   */
  void correct(long takenNanos, long nowNanos, long more) {
    if (takenNanos - heardNanos >= 0) {
      take(nowNanos, more);
    }
  }

  private double at(long nowNanos) {
    return Math.min(full, left + Math.max(0, nowNanos - leftNanos) * perNano);
  }
}
