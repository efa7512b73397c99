package io.tollgate.gateway.upstream;

/**
 * How many need something that is closed when nobody needs it any more; one does from the start.
 *
 * <p>Not safe for use by several threads: one event loop counts.
 */
public final class Lease {

  private Runnable close;
  private int holders = 1;

  Lease(Runnable close) {
    this.close = close;
  }

  /**
   * One more needs it.
   *
   * @throws IllegalStateException if it is closed already
   */
  public void take() {
    if (holders == 0) {
      throw new IllegalStateException("closed: nobody has held it");
    }
    holders++;
  }

  /** One less does; the last one closes it. */
  public void giveBack() {
    if (--holders == 0) {
      Runnable last = close;
      // An idle connection may remember its last request, and so this, for long: not the rest.
      close = () -> {};
      last.run();
    }
  }
}
