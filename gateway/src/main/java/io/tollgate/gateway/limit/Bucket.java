package io.tollgate.gateway.limit;

/**
 * A token bucket of so many in a minute, exact to the millisecond: it holds a minute's amount, and
 * fills up at that rate. What is taken after its time puts it into debt.
 *
 * <p>It counts in sixty-thousandths, so that a millisecond's refill is a whole number.
 *
 * <p>Of a bucket that several nodes share it is a part: it is as large as the part's size, and
 * fills up at the rate of all that was granted. So what was used of more than its size comes back,
 * and is given back as it does.
 */
final class Bucket extends Portion {

  static final long MINUTE_MS = 60_000;

  /** More than any request comes to; keeps products within a long. */
  private static final long AMOUNT_MAX = 1_000_000_000_000L;

  private static final long DEEPEST = Long.MIN_VALUE / 4;

  private long level;
  private long atMs;

  /** A full one. */
  Bucket(LimitKind kind, long perMinute, long nowMs) {
    super(kind, perMinute);
    this.level = perMinute * MINUTE_MS;
    this.atMs = nowMs;
  }

  /** Refills it; time does not go back. */
  void passTo(long nowMs) {
    if (nowMs > atMs) {
      long rate = granted();
      if (rate > 0) {
        level = nowMs - atMs >= msUntilFull() ? size() * MINUTE_MS : level + (nowMs - atMs) * rate;
      }
      atMs = nowMs;
    }
  }

  @Override
  void resized(long before, long after) {
    level += (after - before) * MINUTE_MS;
  }

  @Override
  void forfeit(long left) {
    level = Math.clamp(level, 0, left * MINUTE_MS);
  }

  @Override
  long held() {
    long debt = level >= 0 ? 0 : Math.ceilDiv(-level, MINUTE_MS);
    return Math.min(granted(), size() + debt);
  }

  @Override
  long used() {
    return Math.ceilDiv(size() * MINUTE_MS - level, MINUTE_MS);
  }

  @Override
  long present(FairQueue queue) {
    return kind() == LimitKind.TOKENS ? queue.tokens() : queue.size();
  }

  /**
   * Milliseconds until an amount fits, 0 where it does. Of more than a minute's amount that much
   * has to be there, and the rest becomes debt: it would fit never otherwise.
   */
  long msUntil(long amount) {
    long asked = Math.min(amount, bound());
    long lacking = asked * MINUTE_MS - level;
    if (lacking <= 0) {
      return 0;
    }
    // Of a part that is too small nobody knows when it grows.
    return asked > size() || granted() == 0 ? Objection.SHORT_MS : Math.ceilDiv(lacking, granted());
  }

  void take(long amount) {
    level = Math.max(DEEPEST, level - Math.min(amount, AMOUNT_MAX) * MINUTE_MS);
  }

  void give(long amount) {
    level = Math.min(size() * MINUTE_MS, level + Math.min(amount, AMOUNT_MAX) * MINUTE_MS);
  }

  /** What is there, rounded down; 0 in debt. */
  long remaining() {
    return Math.max(0, level / MINUTE_MS);
  }

  long msUntilFull() {
    long lacking = size() * MINUTE_MS - level;
    if (granted() == 0) {
      return lacking > 0 ? MINUTE_MS : 0;
    }
    return Math.ceilDiv(lacking, granted());
  }
}
