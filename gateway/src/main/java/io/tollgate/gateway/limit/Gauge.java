package io.tollgate.gateway.limit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one limit is used: its two buckets, what runs, and who waits. A limit that is changed keeps
 * its use.
 *
 * <p>Guarded by the lock of its {@link LimitBook}.
 */
final class Gauge {

  private final FairQueue queue = new FairQueue();
  private RateLimit limit;
  private @Nullable Bucket requests;
  private @Nullable Bucket tokens;
  private long running;
  private boolean lifted;

  Gauge(RateLimit limit, long nowMs) {
    this.limit = limit;
    bind(limit, nowMs);
  }

  void bind(RateLimit next, long nowMs) {
    requests = resized(requests, next.requestsPerMinute(), nowMs);
    tokens = resized(tokens, next.tokensPerMinute(), nowMs);
    limit = next;
  }

  private static @Nullable Bucket resized(@Nullable Bucket bucket, long perMinute, long nowMs) {
    if (perMinute == 0) {
      return null;
    }
    if (bucket == null) {
      return new Bucket(perMinute, nowMs);
    }
    bucket.passTo(nowMs);
    bucket.resize(perMinute);
    return bucket;
  }

  /** The limit is gone: what waits for it does not have to. */
  void lift() {
    lifted = true;
  }

  RateLimit limit() {
    return limit;
  }

  FairQueue queue() {
    return queue;
  }

  void passTo(long nowMs) {
    if (requests != null) {
      requests.passTo(nowMs);
    }
    if (tokens != null) {
      tokens.passTo(nowMs);
    }
  }

  /** What does not fit, the longest to wait for, or {@code null}. */
  @Nullable Objection objection(long amount) {
    if (lifted) {
      return null;
    }
    long forRequests = requests == null ? 0 : requests.msUntil(1);
    long forTokens = tokens == null ? 0 : tokens.msUntil(amount);
    if (forRequests > 0 || forTokens > 0) {
      return forRequests >= forTokens
          ? new Objection(limit, LimitKind.REQUESTS, forRequests)
          : new Objection(limit, LimitKind.TOKENS, forTokens);
    }
    return limit.concurrent() > 0 && running >= limit.concurrent()
        ? new Objection(limit, LimitKind.CONCURRENT, Objection.SHORT_MS)
        : null;
  }

  void enter(long amount) {
    if (requests != null) {
      requests.take(1);
    }
    if (tokens != null) {
      tokens.take(amount);
    }
    running++;
  }

  /** A request has ended that used another amount than was thought. */
  void leave(long estimate, long used, long nowMs) {
    passTo(nowMs);
    running--;
    if (tokens == null) {
      return;
    }
    if (used > estimate) {
      tokens.take(used - estimate);
    } else {
      tokens.give(estimate - used);
    }
  }

  /** It was never sent: the request is given back, too. */
  void withdraw(long estimate, long nowMs) {
    leave(estimate, 0, nowMs);
    if (requests != null) {
      requests.give(1);
    }
  }

  void read(List<Standing> into) {
    if (requests != null) {
      into.add(
          new Standing(
              limit,
              LimitKind.REQUESTS,
              requests.remaining(),
              requests.msUntilFull(),
              queue.size()));
    }
    if (tokens != null) {
      into.add(
          new Standing(
              limit, LimitKind.TOKENS, tokens.remaining(), tokens.msUntilFull(), queue.size()));
    }
    if (limit.concurrent() > 0) {
      into.add(
          new Standing(
              limit,
              LimitKind.CONCURRENT,
              Math.max(0, limit.concurrent() - running),
              running == 0 ? 0 : Objection.SHORT_MS,
              queue.size()));
    }
  }
}
