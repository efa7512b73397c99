package io.tollgate.gateway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.keys.Caller;
import io.tollgate.gateway.limit.Admittance;
import io.tollgate.gateway.limit.LimitBook;
import io.tollgate.gateway.limit.LimitClock;
import io.tollgate.gateway.limit.LimitPath;
import io.tollgate.gateway.limit.RateLimit;
import io.tollgate.gateway.limit.Standing;
import io.tollgate.gateway.limit.Waiter;
import io.tollgate.gateway.metrics.LimitMeters;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.routing.RequestProfile;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The rate limits as all event loops share them: the paths of callers, looked up once for each, and
 * the timer for those who wait.
 */
public final class RateLimits {

  /** What an answer is thought to have where its request does not say how long it may get. */
  private static final long OUTPUT_TOKENS = 500;

  private static final long NO_TIMER = Long.MAX_VALUE;

  private final Vertx vertx;
  private final LimitBook book = new LimitBook();
  private final LimitMeters meters;

  /** When the earliest timer goes off. */
  private final AtomicLong wakesAtMs = new AtomicLong(NO_TIMER);

  /** As long as the directory has them. What upkeep it needs is too little for another thread. */
  private final Cache<Caller, LimitPath> known =
      Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

  /** No limits yet. */
  public RateLimits(Vertx vertx, LimitMeters meters) {
    this.vertx = vertx;
    this.meters = meters;
    book.onFreed(this::sweep);
    meters.watch(book::waiting);
  }

  /** These are the limits from now on. */
  public void configure(Collection<RateLimit> limits) {
    book.limits(limits, LimitClock.nowMs());
  }

  /** How they all stand. */
  public List<Standing> standings() {
    return book.standings(LimitClock.nowMs());
  }

  /** How they are used. */
  public LimitBook book() {
    return book;
  }

  LimitMeters meters() {
    return meters;
  }

  /** The limits of a caller, and of the tags of its request. */
  LimitPath of(Caller caller, List<Scope> tags) {
    if (tags.isEmpty()) {
      return known.get(caller, asking -> new LimitPath(asking.path()));
    }
    List<Scope> scopes = new ArrayList<>(caller.path());
    scopes.addAll(tags);
    return new LimitPath(scopes);
  }

  /**
   * What a request counts for until its bill is known: its input, and the longest answers that it
   * asks for; embeddings have none.
   */
  static long tokens(RequestProfile profile) {
    if (profile.needs().contains(Capability.EMBEDDINGS)) {
      return Math.min(RateLimit.TOKENS_MAX, profile.inputTokens());
    }
    long output = profile.maxOutputTokens() >= 0 ? profile.maxOutputTokens() : OUTPUT_TOKENS;
    long most = RateLimit.TOKENS_MAX;
    return Math.min(most, profile.inputTokens())
        + Math.min(most / profile.choices(), output) * profile.choices();
  }

  Admittance enter(LimitPath path, long tokens, @Nullable Waiter waiter) {
    Admittance admittance = book.enter(path, tokens, LimitClock::nowMs, waiter);
    if (admittance instanceof Admittance.Waits(var objection, var longest)) {
      wakeIn(Math.min(objection.waitMs(), longest));
    }
    return admittance;
  }

  private void sweep() {
    long next = book.sweep(LimitClock.nowMs());
    if (next != LimitBook.NEVER) {
      wakeIn(next);
    }
  }

  /** Sets a timer, unless one goes off before. */
  private void wakeIn(long millis) {
    long delay = Math.max(1, millis);
    long at = LimitClock.nowMs() + delay;
    long before = wakesAtMs.getAndAccumulate(at, Math::min);
    if (at < before) {
      vertx.setTimer(
          delay,
          _ -> {
            wakesAtMs.compareAndSet(at, NO_TIMER);
            sweep();
          });
    }
  }
}
