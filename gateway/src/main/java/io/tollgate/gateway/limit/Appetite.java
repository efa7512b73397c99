package io.tollgate.gateway.limit;

/**
 * How much of a bound was asked for lately, admitted or not: in a minute, as a mean that forgets
 * half in every second, or at one time, as the most that there was.
 *
 * <p>Guarded by the lock of the {@link LimitBook}.
 */
final class Appetite {

  private static final double HALF_LIFE_MS = 1_000;

  /** Sixty times ln 2: so a steady rate comes out as itself. */
  private static final long PER_MINUTE = 42;

  /** Keeps products within a long. */
  private static final long ASKED_MAX = 1_000_000_000_000_000L;

  private final LimitKind kind;
  private long asked;
  private long largest;
  private long demand;
  private long need;
  private long atMs = Long.MIN_VALUE;

  Appetite(LimitKind kind) {
    this.kind = kind;
  }

  void ask(long amount) {
    asked = Math.min(ASKED_MAX, asked + Math.min(ASKED_MAX, amount));
    largest = Math.max(largest, amount);
  }

  /** As it was settled last. */
  long demand() {
    return demand;
  }

  /** Less than this serves nobody. */
  long need() {
    return need;
  }

  /** Whether there is, or was when it was settled last, something that is asked for. */
  boolean isAwake() {
    return demand > 0 || asked > 0;
  }

  /** What it would be without forgetting anything. */
  long peek(long bound, long present) {
    return at(demand, bound, present);
  }

  private long at(long before, long bound, long present) {
    return Math.min(
        bound,
        switch (kind) {
          case REQUESTS, TOKENS -> Math.max(before + PER_MINUTE * asked, present);
          case CONCURRENT -> Math.max(before, present + asked);
        });
  }

  /**
   * Counts what has come, and begins anew.
   *
   * @param present what waits, and of requests at one time what runs
   */
  void settle(long nowMs, long bound, long present) {
    double forgotten = atMs == Long.MIN_VALUE ? 0 : Math.max(0, nowMs - atMs) / HALF_LIFE_MS;
    demand = at((long) (demand * Math.pow(0.5, forgotten)), bound, present);
    need =
        switch (kind) {
          case REQUESTS, CONCURRENT -> Math.min(1, demand);
          case TOKENS -> Math.min(demand, largest > 0 ? largest : need);
        };
    atMs = nowMs;
    asked = 0;
    largest = 0;
  }
}
