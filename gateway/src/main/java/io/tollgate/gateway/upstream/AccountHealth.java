package io.tollgate.gateway.upstream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What is known of one account with a provider: whether it may be used, and what it was sent in the
 * last minute.
 *
 * <p>It outlives reloads in which its name and its credential stay. Safe for use by several
 * threads; what was sent is counted under the lock of this object, which is held for a few
 * additions.
 */
final class AccountHealth {

  /** Why an account rests as a whole. */
  enum Rest {
    /** It does not, or did not lately. */
    NONE,
    /** It is out of credit or at its limit. */
    DRAINED,
    /** The provider does not take its key. */
    REJECTED
  }

  /** How long whoever waits for the outcome of a probe looks away. */
  private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private final long number;
  private final AtomicLong restUntilNanos;
  private final AtomicBoolean probed = new AtomicBoolean();
  private final MinuteWindow minute;
  private final Map<String, AccountPlace> places = new ConcurrentHashMap<>();
  private final LongAdder requests = new LongAdder();
  private final LongAdder throttles = new LongAdder();
  private volatile Rest rest = Rest.NONE;
  private volatile Account account;

  AccountHealth(Account account, LongSupplier nanoTime) {
    this.account = account;
    this.nanoTime = nanoTime;
    this.number = AccountChoice.number(account.name());
    this.restUntilNanos = new AtomicLong(nanoTime.getAsLong());
    this.minute = new MinuteWindow(nanoTime.getAsLong());
  }

  Account account() {
    return account;
  }

  /** Takes another weight and another allowance. */
  void configure(Account other) {
    account = other;
  }

  /** Whether it is the same account as the one that is configured. */
  boolean is(Account other) {
    return account.name().equals(other.name())
        && account.authentication().equals(other.authentication());
  }

  /** What {@link AccountChoice} knows it by. */
  long number() {
    return number;
  }

  /** What is known of it at one deployment. */
  AccountPlace at(String deployment) {
    return places.computeIfAbsent(deployment, id -> new AccountPlace(this, nanoTime));
  }

  Iterable<AccountPlace> places() {
    return places.values();
  }

  /** What was sent in the last minute; under the lock of this object. */
  MinuteWindow minute() {
    return minute;
  }

  /** Nanoseconds until it may have money again; not more than 0 where it has. */
  long restNanos() {
    return restNanos(nanoTime.getAsLong());
  }

  /** The same where it is known what time it is. */
  long restNanos(long now) {
    return restUntilNanos.get() - now;
  }

  /** The same, and while it has to prove itself, and somebody sees to that, a moment. */
  long unusableNanos() {
    long pause = restNanos();
    return pause <= 0 && rest != Rest.NONE && probed.get() ? PROBE_NANOS : pause;
  }

  /**
   * It is not to be used for a while, and afterwards by one request at a time until one succeeds. A
   * key that is refused does not shorten the pause of an account that is drained.
   *
   * @return whether it was in use before
   */
  boolean rests(Rest why, long pauseNanos) {
    long now = nanoTime.getAsLong();
    long until = now + pauseNanos;
    long before =
        restUntilNanos.getAndUpdate(old -> why == Rest.DRAINED || until - old > 0 ? until : old);
    if (why == Rest.DRAINED || until - before > 0) {
      rest = why;
    }
    return before - now <= 0;
  }

  /** Why it rests, or has to prove itself. */
  Rest rest() {
    return rest;
  }

  /** Whether it has to prove itself before it is used like any other. */
  boolean isUnproven() {
    return rest != Rest.NONE;
  }

  /** Takes the only place there is to prove itself. */
  boolean tryProbe() {
    return probed.compareAndSet(false, true);
  }

  /** A probe has ended. */
  void probeEnded() {
    probed.set(false);
  }

  /**
   * It has answered.
   *
   * @return whether that was news
   */
  boolean proven() {
    if (rest == Rest.NONE || restNanos() > 0) {
      return false;
    }
    rest = Rest.NONE;
    return true;
  }

  void requested() {
    requests.increment();
  }

  void throttled() {
    throttles.increment();
  }

  /** A picture of it for people. */
  AccountStatus status(String provider) {
    Account now = account;
    long pause = Math.max(0, unusableNanos());
    AccountStatus.State state =
        switch (rest) {
          case NONE -> AccountStatus.State.READY;
          case DRAINED -> AccountStatus.State.DRAINED;
          case REJECTED -> AccountStatus.State.REJECTED;
        };
    long nanos = nanoTime.getAsLong();
    long requestsLeft = -1;
    long tokensLeft = -1;
    for (AccountPlace place : places.values()) {
      long throttle = place.pauseNanos();
      if (state == AccountStatus.State.READY || state == AccountStatus.State.THROTTLED) {
        state = throttle > 0 ? AccountStatus.State.THROTTLED : state;
        pause = Math.max(pause, throttle);
      }
      requestsLeft = least(requestsLeft, place.requestsLeft(nanos));
      tokensLeft = least(tokensLeft, place.tokensLeft(nanos));
    }
    synchronized (this) {
      Allowance allowance = now.allowance();
      if (requestsLeft < 0 && allowance.requests() > 0) {
        requestsLeft = Math.max(0, allowance.requests() - minute.requests(nanos));
      }
      if (tokensLeft < 0 && allowance.tokens() > 0) {
        tokensLeft = Math.max(0, allowance.tokens() - minute.tokens(nanos));
      }
    }
    return new AccountStatus(
        provider,
        now.name(),
        now.weight(),
        state,
        pause <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(pause) + 1,
        requestsLeft,
        tokensLeft,
        requests.sum(),
        throttles.sum());
  }

  private static long least(long known, long other) {
    return known < 0 || other < 0 ? Math.max(known, other) : Math.min(known, other);
  }
}
