package io.tollgate.gateway.limit;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * This node's shares of rate limits that several nodes share, and the thread that sees to them.
 *
 * <p>Safe for use by several threads.
 */
public final class RateShares implements AutoCloseable {

  private static final Duration FAREWELL = Duration.ofSeconds(3);

  private final ShareStore store;
  private boolean lacking;
  private Set<ShareStore.Key> called = new HashSet<>();
  private boolean closed;
  private @Nullable Thread thread;

  /** Shares of nothing yet. */
  public RateShares(ShareStore store) {
    this.store = store;
  }

  /**
   * Has the limits of a book shared from now on: asks the store once, here, and then on a thread of
   * its own.
   */
  public void start(LimitBook book) {
    book.share(this::lack);
    ShareDesk desk = new ShareDesk(book, store, LimitClock::nowMs);
    long nextMs = desk.step(Set.of());
    synchronized (this) {
      thread = Thread.ofVirtual().name("tollgate-rate-shares").start(() -> run(desk, nextMs));
    }
  }

  private void run(ShareDesk desk, long firstMs) {
    try {
      long nextMs = firstMs;
      while (true) {
        Set<ShareStore.Key> taken = await(nextMs);
        if (taken == null) {
          return;
        }
        nextMs = desk.step(taken);
        Thread.sleep(desk.pauseMs(!taken.isEmpty()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Of what other nodes have called, or {@code null} where this is the end. */
  private synchronized @Nullable Set<ShareStore.Key> await(long millis)
      throws InterruptedException {
    long end = LimitClock.nowMs() + millis;
    long left = millis;
    while (!closed && !lacking && called.isEmpty() && left > 0) {
      wait(left);
      left = end - LimitClock.nowMs();
    }
    Set<ShareStore.Key> taken = called;
    lacking = false;
    called = new HashSet<>();
    return closed ? null : taken;
  }

  private synchronized void lack() {
    lacking = true;
    notifyAll();
  }

  /** Another node lacks something of these, or has given something back; does not block. */
  public synchronized void called(Set<ShareStore.Key> keys) {
    called.addAll(keys);
    if (!called.isEmpty()) {
      notifyAll();
    }
  }

  /** Asks for nothing more. What it has goes back when the node leaves the store. */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
      notifyAll();
    }
    try {
      if (running != null && !running.join(FAREWELL)) {
        running.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
