package io.tollgate.gateway.upstream;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one account at one deployment: the pause that its provider asked for, and what
 * it said is left. Limits are mostly by model, so that one that is reached says nothing of others.
 *
 * <p>Safe for use by several threads.
 */
final class AccountPlace {

  private final AccountHealth account;
  private final LongSupplier nanoTime;
  private final AtomicLong pausedUntilNanos;
  private final AtomicLong deniedUntilNanos;

  /** Under the lock of the account. */
  private final LearntLimits learnt = new LearntLimits();

  private volatile @Nullable Quota quota;

  AccountPlace(AccountHealth account, LongSupplier nanoTime) {
    this.account = account;
    this.nanoTime = nanoTime;
    this.pausedUntilNanos = new AtomicLong(nanoTime.getAsLong());
    this.deniedUntilNanos = new AtomicLong(nanoTime.getAsLong());
  }

  AccountHealth account() {
    return account;
  }

  /** Nanoseconds of the pause that its provider asked for; not more than 0 where it is over. */
  long pauseNanos() {
    return pauseNanos(nanoTime.getAsLong());
  }

  /** The same where it is known what time it is. */
  long pauseNanos(long now) {
    return pausedUntilNanos.get() - now;
  }

  /**
   * The provider asks for a pause; a longer one that it asked for before goes on.
   *
   * @return whether there was none
   */
  boolean pause(long pauseNanos) {
    account.throttled();
    long now = nanoTime.getAsLong();
    long until = now + pauseNanos;
    long before = pausedUntilNanos.getAndUpdate(old -> until - old > 0 ? until : old);
    return before - now <= 0;
  }

  /**
   * The account may not use this deployment; that says nothing of others.
   *
   * @return whether that was not known
   */
  boolean deny(long pauseNanos) {
    long now = nanoTime.getAsLong();
    return deniedUntilNanos.getAndSet(now + pauseNanos) - now <= 0;
  }

  /** Nanoseconds for which the account is of no use here, however little is sent. */
  long unusableNanos() {
    return Math.max(account.unusableNanos(), deniedUntilNanos.get() - nanoTime.getAsLong());
  }

  /** Nanoseconds until the rate lets a request of so many tokens through; 0 where it does now. */
  long throttleNanos(long input, long output) {
    long pause = Math.max(0, pauseNanos());
    synchronized (account) {
      return Math.max(pause, waitNanos(nanoTime.getAsLong(), input, output));
    }
  }

  /** Books a request of so many tokens, or gives {@code null} where it may not be sent now. */
  @Nullable Booking tryTake(long input, long output) {
    if (unusableNanos() > 0 || pauseNanos() > 0) {
      return null;
    }
    boolean probe = account.isUnproven();
    if (probe && !account.tryProbe()) {
      return null;
    }
    synchronized (account) {
      long now = nanoTime.getAsLong();
      if (waitNanos(now, input, output) == 0) {
        account.minute().add(now, input + output);
        learnt.take(now, input, output);
        account.requested();
        return new Booking(this, input, output, now, probe);
      }
    }
    if (probe) {
      account.probeEnded();
    }
    return null;
  }

  private long waitNanos(long now, long input, long output) {
    Allowance allowance =
        account.account().allowance().without(learnt.limitsRequests(now), learnt.limitsTokens(now));
    return Math.max(
        learnt.waitNanos(now, input, output),
        account.minute().waitNanos(now, input + output, allowance));
  }

  /** What was booked turns out to be so much more, or less. */
  void correct(long takenNanos, long requests, long input, long output) {
    synchronized (account) {
      long now = nanoTime.getAsLong();
      account.minute().correct(takenNanos, now, requests, input + output);
      learnt.correct(takenNanos, now, requests, input, output);
    }
  }

  /** Takes in what the provider says is left. */
  void heard(Quota said) {
    quota = said;
  }

  /**
   * From now on no more is sent than the provider says is left.
   *
   * @param sentNanos when the request was sent that this was the answer to
   */
  void keepTo(Quota said, long sentNanos) {
    synchronized (account) {
      learnt.heard(said, sentNanos, nanoTime.getAsLong());
    }
  }

  /** How scarce its quota is, in millionths. */
  int scarcityPpm() {
    Quota said = quota;
    return said == null ? 0 : said.scarcityPpm(nanoTime.getAsLong());
  }

  /** Requests that are left as the provider said last, or -1. */
  long requestsLeft(long now) {
    return left(Quota.Kind.REQUESTS, now);
  }

  /** Tokens that are left as the provider said last, or -1. */
  long tokensLeft(long now) {
    long all = left(Quota.Kind.TOKENS, now);
    return all >= 0 ? all : left(Quota.Kind.INPUT_TOKENS, now);
  }

  private long left(Quota.Kind kind, long now) {
    long counted;
    synchronized (account) {
      counted = learnt.left(kind, now);
    }
    Quota said = quota;
    return counted >= 0 || said == null ? counted : said.left(kind, now);
  }

  /** Milliseconds of a time, for people and for routing: never 0 where there is any. */
  static long millis(long nanos) {
    return nanos <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
  }
}
