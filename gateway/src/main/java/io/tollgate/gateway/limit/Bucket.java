package io.tollgate.gateway.limit;

/**
 * A token bucket of so many in a minute, exact to the millisecond: it holds a minute's amount, and
 * fills up at that rate. What is taken after its time puts it into debt.
 *
 * <p>It counts in sixty-thousandths, so that a millisecond's refill is a whole number.
 */
final class Bucket {

  static final long MINUTE_MS = 60_000;

  /** More than any request comes to; keeps products within a long. */
  private static final long AMOUNT_MAX = 1_000_000_000_000L;

  private static final long DEEPEST = Long.MIN_VALUE / 4;

  private long perMinute;
  private long level;
  private long atMs;

  /** A full one. */
  Bucket(long perMinute, long nowMs) {
    this.perMinute = perMinute;
    this.level = perMinute * MINUTE_MS;
    this.atMs = nowMs;
  }

  /** Refills it; time does not go back. */
  void passTo(long nowMs) {
    if (nowMs > atMs) {
      level =
          nowMs - atMs >= msUntilFull()
              ? perMinute * MINUTE_MS
              : level + (nowMs - atMs) * perMinute;
      atMs = nowMs;
    }
  }

  /** The same use of another rate. */
  void resize(long other) {
    level += (other - perMinute) * MINUTE_MS;
    perMinute = other;
  }

  /**
   * Milliseconds until an amount fits, 0 where it does. Of more than a minute's amount that much
   * has to be there, and the rest becomes debt: it would fit never otherwise.
   */
  long msUntil(long amount) {
    long lacking = Math.min(amount, perMinute) * MINUTE_MS - level;
    return lacking <= 0 ? 0 : Math.ceilDiv(lacking, perMinute);
  }

  void take(long amount) {
    level = Math.max(DEEPEST, level - Math.min(amount, AMOUNT_MAX) * MINUTE_MS);
  }

  void give(long amount) {
    level = Math.min(perMinute * MINUTE_MS, level + Math.min(amount, AMOUNT_MAX) * MINUTE_MS);
  }

  /** What is there, rounded down; 0 in debt. */
  long remaining() {
    return Math.max(0, level / MINUTE_MS);
  }

  long msUntilFull() {
    return Math.ceilDiv(perMinute * MINUTE_MS - level, perMinute);
  }
}
