package io.tollgate.gateway.ledger;

/** The end of a thread. */
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
}
