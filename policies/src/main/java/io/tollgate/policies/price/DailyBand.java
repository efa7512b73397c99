package io.tollgate.policies.price;

import io.tollgate.policies.money.Ratio;
import java.time.Instant;

/**
 * A stretch of every day, in UTC, in which all prices are multiplied.
 *
 * @param fromMinute minutes after midnight at which it begins: 0 to 1439
 * @param toMinute minutes after midnight at which it has ended, more than {@code fromMinute}: 1 to
 *     1440
 * @param multiplier what prices are multiplied by
 */
public record DailyBand(int fromMinute, int toMinute, Ratio multiplier) {

  /** Minutes in a day. */
  public static final int DAY_MINUTES = 24 * 60;

  public DailyBand {
    if (fromMinute < 0 || toMinute > DAY_MINUTES || fromMinute >= toMinute) {
      throw new IllegalArgumentException(
          "band: minutes "
              + fromMinute
              + " to "
              + toMinute
              + " (expected: 0 <= from < to <= "
              + DAY_MINUTES
              + ")");
    }
  }

  /** Whether an instant is in this band. */
  public boolean contains(Instant instant) {
    long minute = Math.floorMod(Math.floorDiv(instant.getEpochSecond(), 60L), (long) DAY_MINUTES);
    return fromMinute <= minute && minute < toMinute;
  }

  /** Whether the two bands share a minute. */
  public boolean overlaps(DailyBand other) {
    return fromMinute < other.toMinute && other.fromMinute < toMinute;
  }
}
