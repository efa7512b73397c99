package io.tollgate.gateway.limit;

import java.util.ArrayList;
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
  private final Places places;
  private List<Portion> portions = List.of();
  private boolean shared;
  private boolean lifted;

  Gauge(RateLimit limit, long nowMs) {
    this.limit = limit;
    this.places = new Places(limit.concurrent());
    bind(limit, nowMs);
  }

  void bind(RateLimit next, long nowMs) {
    requests = bound(requests, LimitKind.REQUESTS, next.requestsPerMinute(), nowMs);
    tokens = bound(tokens, LimitKind.TOKENS, next.tokensPerMinute(), nowMs);
    places.bind(next.concurrent());
    limit = next;
    if (shared) {
      share();
    }
  }

  private static @Nullable Bucket bound(
      @Nullable Bucket bucket, LimitKind kind, long perMinute, long nowMs) {
    if (perMinute == 0) {
      return null;
    }
    if (bucket == null) {
      return new Bucket(kind, perMinute, nowMs);
    }
    bucket.passTo(nowMs);
    bucket.bind(perMinute);
    return bucket;
  }

  /** Has a part only of each bound, from now on. */
  void share() {
    shared = true;
    List<Portion> all = new ArrayList<>();
    if (requests != null) {
      all.add(requests);
    }
    if (tokens != null) {
      all.add(tokens);
    }
    if (limit.concurrent() > 0) {
      all.add(places);
    }
    for (Portion portion : all) {
      if (!portion.isShared()) {
        portion.share();
      }
    }
    portions = List.copyOf(all);
  }

  /** The bounds of which it has a part; none where it has all. */
  List<Portion> portions() {
    return portions;
  }

  ShareStore.Key key(Portion portion) {
    return new ShareStore.Key(limit.id(), limit.scope(), portion.kind());
  }

  /**
   * Counts what is asked for where only a part of it may be here.
   *
   * @param refused whether it does not fit
   * @return whether the store is to be asked for more at once
   */
  boolean asked(long amount, boolean refused) {
    boolean more = false;
    for (Portion portion : portions) {
      switch (portion.kind()) {
        case REQUESTS -> portion.asked(1);
        case TOKENS -> portion.asked(amount);
        case CONCURRENT -> portion.asked(refused ? 1 : 0);
      }
      more |= refused && portion.wantsMoreThanTold(places.running());
    }
    return more;
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
    return places.areTaken()
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
    places.enter();
  }

  /** A request has ended that used another amount than was thought. */
  void leave(long estimate, long used, long nowMs) {
    passTo(nowMs);
    places.leave();
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
              places.remaining(),
              places.running() == 0 ? 0 : Objection.SHORT_MS,
              queue.size()));
    }
  }
}
