package io.tollgate.policies.pacing;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** Losses over the two spans of an alert, in a ring of buckets. Not safe for several threads. */
final class BurnSpan {

  /** Buckets in the long span. */
  static final int BUCKETS = 60;

  private final BurnAlert alert;
  private final long bucketMs;
  private final int stillBuckets;
  private final long[] requests = new long[BUCKETS];
  private final double[] losses = new double[BUCKETS];
  private final double[] squares = new double[BUCKETS];
  private long newest = Long.MIN_VALUE;

  BurnSpan(BurnAlert alert) {
    this.alert = alert;
    this.bucketMs = Math.max(1, alert.over().toMillis() / BUCKETS);
    this.stillBuckets = Math.clamp(alert.still().toMillis() / bucketMs, 1, BUCKETS);
  }

  /** Sums over a span; the squares are those of what was added. */
  record Sums(long requests, double losses, double squares) {
    double mean() {
      return requests == 0 ? 0 : losses / requests;
    }

    double standardError() {
      return requests == 0 ? 0 : Math.sqrt(squares) / requests;
    }
  }

  BurnAlert alert() {
    return alert;
  }

  void add(long nowMs, int count, double lossPpm) {
    int bucket = Math.floorMod(advance(nowMs), BUCKETS);
    requests[bucket] += count;
    losses[bucket] += lossPpm;
    squares[bucket] += lossPpm * lossPpm;
  }

  Sums over(long nowMs) {
    return sums(nowMs, BUCKETS);
  }

  Sums still(long nowMs) {
    return sums(nowMs, stillBuckets);
  }

  private Sums sums(long nowMs, int buckets) {
    long last = advance(nowMs);
    long count = 0;
    double sum = 0;
    double sumOfSquares = 0;
    for (int back = 0; back < buckets; back++) {
      int bucket = Math.floorMod(last - back, BUCKETS);
      count += requests[bucket];
      sum += losses[bucket];
      sumOfSquares += squares[bucket];
    }
    return new Sums(count, sum, sumOfSquares);
  }

  /** Empties the buckets that time went past, and gives the number of the current one. */
  private long advance(long nowMs) {
    long now = Math.floorDiv(nowMs, bucketMs);
    if (newest == Long.MIN_VALUE || now - newest >= BUCKETS) {
      Arrays.fill(requests, 0);
      Arrays.fill(losses, 0);
      Arrays.fill(squares, 0);
      newest = now;
    }
    while (newest < now) {
      newest++;
      int bucket = Math.floorMod(newest, BUCKETS);
      requests[bucket] = 0;
      losses[bucket] = 0;
      squares[bucket] = 0;
    }
    // A clock that goes back adds to the newest bucket.
    return newest;
  }

  /** A span in its largest units, e.g. 1h or 14m24s. */
  static String text(Duration span) {
    String iso = span.toString().substring(2).toLowerCase(Locale.ROOT);
    return iso.isEmpty() ? "0s" : iso;
  }
}
