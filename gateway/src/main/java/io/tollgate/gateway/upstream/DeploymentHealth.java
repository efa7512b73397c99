package io.tollgate.gateway.upstream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.tollgate.policies.routing.Outlook.Availability;
import io.tollgate.policies.usage.Usage;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether one deployment may be sent requests: its circuit breaker, the pause its provider asked
 * for, and the places it has.
 *
 * <p>An open breaker takes the deployment out of routing as long as there is another. Where there
 * is none, as many requests at a time as it would get for a trial are sent all the same, and the
 * first that succeeds begins its readmission: so ejection never ejects everything, and a provider
 * that has healed is found out by the traffic that waits for it. Safe for use by several threads.
 */
final class DeploymentHealth {

  /** A pause where the provider named none. */
  private static final long THROTTLED_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How long a spent account is left alone where the provider named no time. */
  private static final long SPENT_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** How long an account is left alone whose key was refused, where there are others. */
  private static final long REFUSED_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** How long an account is left alone that cannot say who it is: tokens are got anew by then. */
  private static final long UNPROVABLE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** A provider that asks for more is asked again after this. */
  private static final long PAUSE_NANOS_MAX = TimeUnit.HOURS.toNanos(1);

  /** What a limit of concurrency says of when a place will be free. */
  private static final long FULL_MILLIS = 1_000;

  private final String deployment;
  private final ProviderHealth provider;
  private final HealthListener listener;
  private final LongSupplier nanoTime;
  private final DoubleSupplier random;
  private final CircuitBreaker breaker;
  private final @Nullable ConcurrencyLimit limit;
  private final int trialsMax;
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private final AtomicInteger trials = new AtomicInteger();
  private final AtomicInteger lastResorts = new AtomicInteger();
  private final AccountPlaces accounts;

  /** Whether the listener knows it to be taken out of routing. */
  private final AtomicBoolean toldOut = new AtomicBoolean();

  private volatile long openUntilNanos;
  private volatile String lastReason = "";

  DeploymentHealth(
      String deployment,
      ProviderHealth provider,
      HealthListener listener,
      LongSupplier nanoTime,
      DoubleSupplier random) {
    this.deployment = deployment;
    this.provider = provider;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.random = random;
    this.trialsMax = provider.resilience().breaker().trials();
    this.accounts = new AccountPlaces(deployment, provider, nanoTime, random);
    this.openUntilNanos = nanoTime.getAsLong();
    Resilience.Concurrency concurrency = provider.resilience().concurrency();
    this.limit = concurrency == null ? null : new ConcurrencyLimit(concurrency);
    this.breaker = breaker(provider.resilience().breaker());
  }

  private CircuitBreaker breaker(Resilience.Breaker settings) {
    CircuitBreakerConfig config =
        CircuitBreakerConfig.custom()
            .slidingWindow(
                settings.windowCalls(),
                Math.max(1, settings.windowCalls() / 2),
                CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
            .recordResult(sound -> !Boolean.TRUE.equals(sound))
            .failureRateThreshold(settings.errorPercent())
            .slowCallDurationThreshold(settings.slowFirstToken())
            .slowCallRateThreshold(settings.slowPercent())
            .permittedNumberOfCallsInHalfOpenState(settings.trials())
            .waitIntervalFunctionInOpenState(times -> openMillis(settings, times))
            .clock(new MonotonicClock(nanoTime))
            .build();
    return CircuitBreaker.of(deployment, config);
  }

  /** Doubles from trial to trial; the upper half is drawn, so that nodes do not return as one. */
  private long openMillis(Resilience.Breaker settings, int times) {
    long doubled = settings.openMin().toMillis() << Math.min(Math.max(0, times - 1), 20);
    long most = Math.min(doubled, settings.openMax().toMillis());
    long millis = Math.max(1, most / 2 + (long) (random.getAsDouble() * (most - most / 2)));
    openUntilNanos = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
    return millis;
  }

  /**
   * Tells of it where the last result has moved the breaker: to be asked after each, since a
   * breaker that is to tell of it by itself makes an event of every result.
   */
  private void tellIfMoved() {
    boolean out = isOut();
    if (out != toldOut.get() && toldOut.compareAndSet(!out, out)) {
      if (out) {
        listener.ejected(deployment, lastReason, Duration.ofMillis(millisUntil(openUntilNanos)));
      } else {
        failuresInARow.set(0);
        listener.readmitted(deployment);
      }
    }
  }

  private void open() {
    breaker.transitionToOpenState();
    tellIfMoved();
  }

  /** Whether it may be sent requests now. */
  Availability availability() {
    Availability ofAccounts = accounts.availability();
    if (ofAccounts != Availability.AVAILABLE) {
      return ofAccounts;
    }
    if (limit != null && limit.isFull()) {
      return Availability.PAUSED;
    }
    boolean out =
        switch (breaker.getState()) {
          case OPEN, FORCED_OPEN -> millisUntil(openUntilNanos) > 0;
          case HALF_OPEN -> trials.get() >= trialsMax;
          case CLOSED, DISABLED, METRICS_ONLY -> false;
        };
    return out ? Availability.EJECTED : Availability.AVAILABLE;
  }

  /**
   * Milliseconds that one more request is expected to wait for a place; 0 where places are not
   * limited, or how long they are held is not known.
   */
  long queueMs(long serviceMs) {
    return limit == null ? 0 : Queueing.waitMs(limit.inFlight(), limit.places(), serviceMs);
  }

  /** Whether it was taken out of routing and is not readmitted yet. */
  boolean isOut() {
    return breaker.getState() != State.CLOSED;
  }

  /** Milliseconds until that may change; 0 where it is available. */
  long pauseMs() {
    return switch (availability()) {
      case AVAILABLE -> 0;
      case EJECTED -> Math.max(1, millisUntil(openUntilNanos));
      case THROTTLED -> AccountPlace.millis(accounts.pauseNanos());
      case PAUSED -> {
        long ofAccounts = AccountPlace.millis(accounts.pauseNanos());
        yield ofAccounts > 0 ? ofAccounts : FULL_MILLIS;
      }
    };
  }

  private long millisUntil(long nanos) {
    return AccountPlace.millis(nanos - nanoTime.getAsLong());
  }

  /** How scarce the quota of its provider is, in millionths. */
  int scarcityPpm() {
    return accounts.scarcityPpm();
  }

  /** Milliseconds until a request fits into what is left of a rate; 0 where that is no matter. */
  long shortageMs(Usage expected) {
    return AccountPlace.millis(
        accounts.shortageNanos(expected.totalInput(), expected.totalOutput()));
  }

  /** Whether it can be used with more than one account. */
  boolean hasOtherAccounts() {
    return accounts.size() > 1;
  }

  /**
   * Takes the leave to send an attempt, or gives {@code null} where it may not be sent now.
   *
   * @param retry whether an attempt of the same request came to nothing before
   * @param expected what it is expected to come to
   * @param affinity what the requests have in common that should stay with one account, or 0
   * @param failed an attempt with whose account it is not to be sent, or {@code null}
   */
  @Nullable Permit tryEnter(boolean retry, Usage expected, long affinity, @Nullable Permit failed) {
    if (!accounts.isPool()) {
      AccountPlace only = accounts.first();
      long now = nanoTime.getAsLong();
      boolean rests = only.account().restNanos(now) > 0 || only.pauseNanos(now) > 0;
      Permit permit = rests ? null : enter(retry, null, now);
      if (permit != null) {
        only.account().requested();
      }
      return permit;
    }
    Booking before = failed == null ? null : failed.booking();
    Booking booking =
        accounts.tryTake(
            expected.totalInput(),
            expected.totalOutput(),
            affinity,
            before == null ? null : before.place().account());
    if (booking == null) {
      return null;
    }
    Permit permit = enter(retry, booking, nanoTime.getAsLong());
    if (permit == null) {
      booking.unused();
      booking.ended(false);
    }
    return permit;
  }

  private @Nullable Permit enter(boolean retry, @Nullable Booking booking, long now) {
    if (limit != null && !limit.tryEnter()) {
      return null;
    }
    if (breaker.tryAcquirePermission()) {
      boolean trial = breaker.getState() == State.HALF_OPEN;
      if (trial) {
        trials.incrementAndGet();
      }
      return new Permit(this, false, trial, retry, now, booking);
    }
    // A retry has been to one deployment that failed; it is not to wear out another that does.
    if (!retry) {
      if (lastResorts.incrementAndGet() <= trialsMax) {
        return new Permit(this, true, false, false, now, booking);
      }
      lastResorts.decrementAndGet();
    }
    if (limit != null) {
      limit.leave();
    }
    return null;
  }

  void ended(Permit permit, Verdict verdict) {
    if (permit.isTrial()) {
      trials.decrementAndGet();
    }
    if (permit.isLastResort()) {
      lastResorts.decrementAndGet();
    }
    boolean counted = !permit.isLastResort();
    endOfBooking(permit, verdict instanceof Verdict.Sound);
    switch (verdict) {
      case Verdict.Sound(long firstTokenNanos) -> {
        leave(permit, firstTokenNanos, false);
        sound(permit, firstTokenNanos);
      }
      case Verdict.Faulty(String reason, boolean overloaded) -> {
        leave(permit, nanoTime.getAsLong() - permit.startNanos(), overloaded);
        lastReason = reason;
        if (counted) {
          failed();
        }
      }
      case Verdict.Untrusted(String reason) -> {
        leave(permit, 1, false);
        lastReason = reason;
        release(counted);
        if (breaker.getState() != State.OPEN) {
          open();
        }
      }
      case Verdict.Throttled(long pauseMs) -> {
        leave(permit, nanoTime.getAsLong() - permit.startNanos(), true);
        release(counted);
        throttled(permit, pauseMs);
      }
      case Verdict.AccountSpent(long pauseMs) -> {
        release(permit, counted);
        long pause = pauseMs < 0 ? SPENT_NANOS : Math.max(SPENT_NANOS, pauseNanos(pauseMs));
        spent(permit, pause);
      }
      case Verdict.Refused refused -> refused(permit, counted, refused);
      case Verdict.Nothing() -> release(permit, counted);
    }
  }

  private void sound(Permit permit, long firstTokenNanos) {
    failuresInARow.set(0);
    if (permit.isRetry()) {
      provider.retries().giveBack();
    }
    if (!permit.isLastResort()) {
      breaker.onResult(firstTokenNanos, TimeUnit.NANOSECONDS, true);
      tellIfMoved();
    } else if (breaker.getState() == State.OPEN) {
      breaker.transitionToHalfOpenState();
    }
  }

  private void failed() {
    int failures = failuresInARow.incrementAndGet();
    breaker.onResult(0, TimeUnit.NANOSECONDS, false);
    tellIfMoved();
    if (failures >= provider.resilience().breaker().consecutiveFailures()
        && breaker.getState() == State.CLOSED) {
      open();
    }
  }

  private AccountPlace place(Permit permit) {
    Booking booking = permit.booking();
    return booking == null ? accounts.first() : booking.place();
  }

  private void endOfBooking(Permit permit, boolean sound) {
    Booking booking = permit.booking();
    if (booking == null) {
      if (sound) {
        accounts.first().account().proven();
      }
    } else if (booking.ended(sound)) {
      listener.accountReturned(provider.name(), name(booking.place()));
    }
  }

  private static String name(AccountPlace place) {
    return place.account().account().name();
  }

  private void spent(Permit permit, long pause) {
    AccountPlace place = place(permit);
    boolean news = place.account().rests(AccountHealth.Rest.DRAINED, pause);
    if (permit.booking() == null) {
      listener.accountSpent(provider.name(), Duration.ofNanos(pause));
    } else if (news) {
      listener.accountDrained(provider.name(), name(place), Duration.ofNanos(pause));
    }
  }

  /**
   * The gateway was not taken for who it is. Where that is all that there is to be, it is a failure
   * of the deployment, or none; otherwise it is the account that rests.
   */
  private void refused(Permit permit, boolean counted, Verdict.Refused refused) {
    if (permit.booking() == null) {
      if (refused.isFault()) {
        leave(permit, nanoTime.getAsLong() - permit.startNanos(), false);
        lastReason = refused.reason();
        if (counted) {
          failed();
        }
      } else {
        release(permit, counted);
      }
      return;
    }
    if (limit != null) {
      limit.leave();
    }
    release(counted);
    lastReason = refused.reason();
    AccountPlace place = place(permit);
    boolean news =
        switch (refused.of()) {
          case KEY -> place.account().rests(AccountHealth.Rest.REJECTED, REFUSED_NANOS);
          case DEPLOYMENT -> place.deny(REFUSED_NANOS);
          case PROOF -> place.account().rests(AccountHealth.Rest.REJECTED, UNPROVABLE_NANOS);
        };
    if (news) {
      listener.accountRejected(provider.name(), name(place), refused.reason());
    }
  }

  /** Takes in what the headers of an answer say of the quota. */
  void heard(Permit permit, MultiMap headers, InstantSource clock) {
    Quota quota = QuotaHeaders.read(headers, clock, nanoTime);
    if (quota != null) {
      AccountPlace place = place(permit);
      place.heard(quota);
      if (permit.booking() != null) {
        place.keepTo(quota, permit.startNanos());
      }
    }
  }

  private void throttled(Permit permit, long pauseMs) {
    // Spread a little, so that not all nodes return in the same millisecond.
    long named = pauseMs < 0 ? THROTTLED_NANOS : pauseNanos(pauseMs);
    long pause = named + (long) (random.getAsDouble() * named / 10);
    AccountPlace place = place(permit);
    if (place.pause(pause)) {
      if (permit.booking() == null) {
        listener.throttled(deployment, Duration.ofNanos(pause));
      } else {
        listener.accountThrottled(
            provider.name(), name(place), deployment, Duration.ofNanos(pause));
      }
    }
  }

  private static long pauseNanos(long pauseMs) {
    return Math.min(PAUSE_NANOS_MAX, TimeUnit.MILLISECONDS.toNanos(pauseMs));
  }

  private void leave(Permit permit, long firstTokenNanos, boolean overloaded) {
    if (limit != null) {
      limit.leave(permit.startNanos(), firstTokenNanos, overloaded);
    }
  }

  private void release(Permit permit, boolean counted) {
    if (limit != null) {
      limit.leave();
    }
    if (permit.isRetry()) {
      provider.retries().giveBack();
    }
    release(counted);
  }

  private void release(boolean counted) {
    if (counted) {
      breaker.releasePermission();
    }
  }

  /** A picture of it for people. */
  DeploymentStatus status() {
    return new DeploymentStatus(
        deployment,
        availability(),
        pauseMs(),
        lastReason,
        limit == null ? -1 : limit.inFlight(),
        limit == null ? -1 : limit.places(),
        provider.retries().available());
  }
}
