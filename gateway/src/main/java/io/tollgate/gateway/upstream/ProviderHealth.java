package io.tollgate.gateway.upstream;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What the deployments of one provider share: its account, and its budget for retries. */
final class ProviderHealth {

  private final String name;
  private final Resilience resilience;
  private final RetryBudget retries;
  private final LongSupplier nanoTime;
  private final AtomicLong spentUntilNanos;

  ProviderHealth(String name, Resilience resilience, LongSupplier nanoTime) {
    this.name = name;
    this.resilience = resilience;
    this.retries = new RetryBudget(resilience.retries());
    this.nanoTime = nanoTime;
    this.spentUntilNanos = new AtomicLong(nanoTime.getAsLong());
  }

  String name() {
    return name;
  }

  Resilience resilience() {
    return resilience;
  }

  RetryBudget retries() {
    return retries;
  }

  /** Nanoseconds until its account may have money again; not more than 0 where it has. */
  long accountPauseNanos() {
    return spentUntilNanos.get() - nanoTime.getAsLong();
  }

  void accountSpent(long pauseNanos) {
    spentUntilNanos.set(nanoTime.getAsLong() + pauseNanos);
  }
}
