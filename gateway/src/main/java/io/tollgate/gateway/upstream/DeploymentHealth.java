package io.tollgate.gateway.upstream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.tollgate.policies.routing.Outlook.Availability;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
  private final AtomicLong pausedUntilNanos;
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
    this.pausedUntilNanos = new AtomicLong(nanoTime.getAsLong());
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
    CircuitBreaker made = CircuitBreaker.of(deployment, config);
    made.getEventPublisher().onStateTransition(event -> moved(event.getStateTransition()));
    return made;
  }

  /** Doubles from trial to trial; the upper half is drawn, so that nodes do not return as one. */
  private long openMillis(Resilience.Breaker settings, int times) {
    long doubled = settings.openMin().toMillis() << Math.min(Math.max(0, times - 1), 20);
    long most = Math.min(doubled, settings.openMax().toMillis());
    long millis = Math.max(1, most / 2 + (long) (random.getAsDouble() * (most - most / 2)));
    openUntilNanos = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
    return millis;
  }

  private void moved(StateTransition transition) {
    switch (transition.getToState()) {
      case OPEN -> {
        if (transition.getFromState() == State.CLOSED) {
          listener.ejected(deployment, lastReason, Duration.ofMillis(millisUntil(openUntilNanos)));
        }
      }
      case CLOSED -> {
        failuresInARow.set(0);
        listener.readmitted(deployment);
      }
      case HALF_OPEN, DISABLED, FORCED_OPEN, METRICS_ONLY -> {
        // Half open is a trial of which the outcome is told; the others are never used.
      }
    }
  }

  /** Whether it may be sent requests now. */
  Availability availability() {
    if (provider.accountPauseNanos() > 0) {
      return Availability.PAUSED;
    }
    if (millisUntil(pausedUntilNanos.get()) > 0) {
      return Availability.THROTTLED;
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
      case THROTTLED -> millisUntil(pausedUntilNanos.get());
      case PAUSED -> {
        long account = provider.accountPauseNanos();
        yield account > 0 ? TimeUnit.NANOSECONDS.toMillis(account) + 1 : FULL_MILLIS;
      }
    };
  }

  private long millisUntil(long nanos) {
    long left = nanos - nanoTime.getAsLong();
    return left <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(left) + 1;
  }

  /**
   * Takes the leave to send an attempt, or gives {@code null} where it may not be sent now.
   *
   * @param retry whether an attempt of the same request came to nothing before
   */
  @Nullable Permit tryEnter(boolean retry) {
    if (provider.accountPauseNanos() > 0 || millisUntil(pausedUntilNanos.get()) > 0) {
      return null;
    }
    if (limit != null && !limit.tryEnter()) {
      return null;
    }
    if (breaker.tryAcquirePermission()) {
      boolean trial = breaker.getState() == State.HALF_OPEN;
      if (trial) {
        trials.incrementAndGet();
      }
      return new Permit(this, false, trial, retry, nanoTime.getAsLong());
    }
    // A retry has been to one deployment that failed; it is not to wear out another that does.
    if (!retry) {
      if (lastResorts.incrementAndGet() <= trialsMax) {
        return new Permit(this, true, false, false, nanoTime.getAsLong());
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
          breaker.transitionToOpenState();
        }
      }
      case Verdict.Throttled(long pauseMs) -> {
        leave(permit, nanoTime.getAsLong() - permit.startNanos(), true);
        release(counted);
        throttled(pauseMs);
      }
      case Verdict.AccountSpent(long pauseMs) -> {
        release(permit, counted);
        long pause = pauseMs < 0 ? SPENT_NANOS : Math.max(SPENT_NANOS, pauseNanos(pauseMs));
        provider.accountSpent(pause);
        listener.accountSpent(provider.name(), Duration.ofNanos(pause));
      }
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
    } else if (breaker.getState() == State.OPEN) {
      breaker.transitionToHalfOpenState();
    }
  }

  private void failed() {
    int failures = failuresInARow.incrementAndGet();
    breaker.onResult(0, TimeUnit.NANOSECONDS, false);
    if (failures >= provider.resilience().breaker().consecutiveFailures()
        && breaker.getState() == State.CLOSED) {
      breaker.transitionToOpenState();
    }
  }

  private void throttled(long pauseMs) {
    // Spread a little, so that not all nodes return in the same millisecond.
    long named = pauseMs < 0 ? THROTTLED_NANOS : pauseNanos(pauseMs);
    long pause = named + (long) (random.getAsDouble() * named / 10);
    long until = nanoTime.getAsLong() + pause;
    long before = pausedUntilNanos.getAndUpdate(old -> until - old > 0 ? until : old);
    if (millisUntil(before) == 0) {
      listener.throttled(deployment, Duration.ofNanos(pause));
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
