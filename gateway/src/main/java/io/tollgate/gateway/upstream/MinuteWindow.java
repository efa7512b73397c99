package io.tollgate.gateway.upstream;

import java.util.concurrent.TimeUnit;

/**
 * What was sent in the last minute: requests and tokens, by the second.
 *
 * <p>A second counts until a whole minute has passed after its end, so no minute, wherever it
 * begins, ever holds more than was allowed: whether a provider counts by the clock, over a sliding
 * minute or with a bucket that fills up, it finds its limit kept. Not safe for use by several
 * threads.
 */
final class MinuteWindow {

  /** The seconds of a minute, and the one that is under way. */
  private static final int SECONDS = 61;

  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final long originNanos;
  private final long[] requests = new long[SECONDS];
  private final long[] tokens = new long[SECONDS];
  private long second;
  private long requestsSum;
  private long tokensSum;

  /**
   * Nothing was sent yet.
   *
   * @param nowNanos a moment of the monotonic clock, before all others
   */
  MinuteWindow(long nowNanos) {
    this.originNanos = nowNanos;
  }

  /**
   * Nanoseconds until one more request of so many tokens keeps to the allowance; 0 where it does
   * now. What is larger than the whole allowance has to wait for an empty minute: whether it can be
   * served at all only the provider knows.
   */
  long waitNanos(long nowNanos, long more, Allowance allowance) {
    advance(nowNanos);
    long requestsOver = over(requestsSum, 1, allowance.requests());
    long tokensOver = over(tokensSum, more, allowance.tokens());
    long oldest = second - SECONDS + 1;
    while (requestsOver > 0 || tokensOver > 0) {
      requestsOver -= requests[slot(oldest)];
      tokensOver -= tokens[slot(oldest)];
      oldest++;
    }
    long emptied = oldest - (second - SECONDS + 1);
    return emptied == 0
        ? 0
        : originNanos + (second + emptied) * NANOS_PER_SECOND - latest(nowNanos);
  }

  /** How much has to fall out first; not more than there is. */
  private static long over(long sum, long more, long limit) {
    return limit == 0 ? 0 : sum + Math.min(more, limit) - limit;
  }

  /** A request of so many tokens is sent. */
  void add(long nowNanos, long more) {
    advance(nowNanos);
    requests[slot(second)]++;
    tokens[slot(second)] += more;
    requestsSum++;
    tokensSum += more;
  }

  /**
   * What was sent turns out to be another amount.
   *
   * @param sentNanos when it was added
   * @param requestsMore to be added to the requests of then, mostly 0 or -1
   * @param tokensMore to be added to the tokens of then
   */
  void correct(long sentNanos, long nowNanos, long requestsMore, long tokensMore) {
    advance(nowNanos);
    long then = secondOf(sentNanos);
    if (then <= second - SECONDS || then > second) {
      return;
    }
    long requestsBefore = requests[slot(then)];
    long tokensBefore = tokens[slot(then)];
    requests[slot(then)] = Math.max(0, requestsBefore + requestsMore);
    tokens[slot(then)] = Math.max(0, tokensBefore + tokensMore);
    requestsSum += requests[slot(then)] - requestsBefore;
    tokensSum += tokens[slot(then)] - tokensBefore;
  }

  /** Requests of the last minute. */
  long requests(long nowNanos) {
    advance(nowNanos);
    return requestsSum;
  }

  /** Tokens of the last minute. */
  long tokens(long nowNanos) {
    advance(nowNanos);
    return tokensSum;
  }

  private void advance(long nowNanos) {
    long now = secondOf(nowNanos);
    // The clock was read before the turn of whoever asks had come: a moment may be a little old.
    for (long each = Math.max(second + 1, now - SECONDS + 1); each <= now; each++) {
      requestsSum -= requests[slot(each)];
      tokensSum -= tokens[slot(each)];
      requests[slot(each)] = 0;
      tokens[slot(each)] = 0;
    }
    second = Math.max(second, now);
  }

  private long latest(long nowNanos) {
    return secondOf(nowNanos) < second ? originNanos + second * NANOS_PER_SECOND : nowNanos;
  }

  private long secondOf(long nanos) {
    return Math.max(0, (nanos - originNanos) / NANOS_PER_SECOND);
  }

  private static int slot(long second) {
    return (int) Math.floorMod(second, (long) SECONDS);
  }
}
