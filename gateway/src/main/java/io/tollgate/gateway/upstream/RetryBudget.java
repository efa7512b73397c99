package io.tollgate.gateway.upstream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many requests a provider may be sent because an attempt somewhere came to nothing.
 *
 * <p>First attempts earn a share of a retry, a retry costs one, and one that succeeds gives it
 * back. So a sound provider takes over the requests of a broken one without limit, and a broken one
 * is sent a bounded share more than it was offered, however many clients insist. Safe for use by
 * several threads.
 *
 * <p>Source: the retry quota of the AWS SDKs' standard retry mode, with earnings by first attempts
 * as in Finagle.
 */
final class RetryBudget {

  private static final long RETRY = 100;

  private final int earnedPercent;
  private final long most;
  private final AtomicLong balance;

  /** A full budget. */
  RetryBudget(Resilience.Retries settings) {
    this.earnedPercent = settings.budgetPercent();
    this.most = settings.reserve() * RETRY;
    this.balance = new AtomicLong(most);
  }

  /** The provider is sent a request for the first time. */
  void earn() {
    add(earnedPercent);
  }

  /** Takes a retry out, if there is one. */
  boolean tryTake() {
    long before;
    do {
      before = balance.get();
      if (before < RETRY) {
        return false;
      }
    } while (!balance.compareAndSet(before, before - RETRY));
    return true;
  }

  /** Gives back a retry that was not made, or that succeeded. */
  void giveBack() {
    add(RETRY);
  }

  /** Whole retries that may be taken. */
  long available() {
    return balance.get() / RETRY;
  }

  private void add(long amount) {
    long before;
    long after;
    do {
      before = balance.get();
      after = Math.min(most, before + amount);
      if (after == before) {
        return;
      }
    } while (!balance.compareAndSet(before, after));
  }
}
