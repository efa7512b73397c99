package io.tollgate.gateway.budget;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Whether the store of leases answers, as the desk sees it: read by every request that needs more
 * than is announced.
 */
final class LeaseContact {

  /** So long an exchange with the store may take before requests do not even wait for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final LongSupplier nanos;
  private final long openNanos;
  private volatile Consumer<WindowSum> wanted = _ -> {};
  private volatile boolean lost = true;
  private final AtomicLong answers = new AtomicLong();
  private volatile long heardNanos;

  /** When the exchange that runs began; 0 while none does. */
  private volatile long askedNanos;

  /**
   * Not in contact yet.
   *
   * @param openFor how long after the last contact keys in open mode go on within their leases
   */
  LeaseContact(LongSupplier nanos, Duration openFor) {
    this.nanos = nanos;
    this.openNanos = openFor.toNanos();
  }

  /** Who is told of sums that want more; is called under the lock of the book. */
  void onWanted(Consumer<WindowSum> listener) {
    wanted = listener;
  }

  void want(WindowSum sum) {
    wanted.accept(sum);
  }

  void asking() {
    askedNanos = nanos.getAsLong();
  }

  void answered() {
    // Of when it was asked: what was promised then holds from then on.
    heardNanos = askedNanos;
    askedNanos = 0;
    answers.incrementAndGet();
    lost = false;
  }

  void failed() {
    askedNanos = 0;
    lost = true;
  }

  /** How often the store has answered. */
  long answers() {
    return answers.get();
  }

  /** Whether it makes no sense to wait for the store. */
  boolean isLost() {
    long asked = askedNanos;
    return lost || (asked != 0 && nanos.getAsLong() - asked > PATIENCE.toNanos());
  }

  /** Whether keys in open mode may use all of their leases. */
  boolean isOpen() {
    return isLost() && answers.get() > 0 && nanos.getAsLong() - heardNanos < openNanos;
  }
}
