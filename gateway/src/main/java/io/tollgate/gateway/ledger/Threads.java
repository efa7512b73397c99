package io.tollgate.gateway.ledger;

import java.util.concurrent.locks.Condition;

/** Waiting that nobody is to interrupt. */
final class Threads {

  private Threads() {}

  /** Waits for it, whatever happens; an interrupt is kept for the caller. */
  static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for a signal or a time; an interrupt is only a signal. Gives what is left of the time.
   */
  @SuppressWarnings("WaitNotInLoop") // It is the body of such a loop.
  static long awaitNanos(Condition condition, long nanos) {
    try {
      return condition.awaitNanos(nanos);
    } catch (InterruptedException e) {
      // Nobody interrupts these threads; whoever does wakes them early.
      return nanos;
    }
  }
}
