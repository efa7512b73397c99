package io.tollgate.gateway.limit;

/** Requests that run at one time, and for how many there is a place. */
final class Places extends Portion {

  private long running;

  /** The most that ran at one time since it was last asked for. */
  private long peak;

  /** Not bounded where there are 0. */
  Places(long bound) {
    super(LimitKind.CONCURRENT, bound);
  }

  boolean areTaken() {
    return bound() > 0 && running >= size();
  }

  void enter() {
    running++;
    peak = Math.max(peak, running);
  }

  void leave() {
    running--;
  }

  long running() {
    return running;
  }

  long remaining() {
    return Math.max(0, size() - running);
  }

  @Override
  long used() {
    return running;
  }

  @Override
  long held() {
    return Math.min(granted(), Math.max(size(), running));
  }

  @Override
  void resized(long before, long after) {
    // What runs goes on, and is counted.
  }

  @Override
  void forfeit(long left) {
    // The same.
  }

  @Override
  long present(FairQueue queue) {
    long present = peak + queue.size();
    peak = running;
    return present;
  }
}
