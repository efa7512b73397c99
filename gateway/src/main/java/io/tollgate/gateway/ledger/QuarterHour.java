package io.tollgate.gateway.ledger;

import java.time.Instant;

/**
 * The quarter hours by which charges are summed: the offset of every time zone is a multiple of
 * one, so whatever calendar somebody goes by, its days and months begin and end with one.
 */
final class QuarterHour {

  private static final int SECONDS = 900;
  private static final SpanNames NAMES = new SpanNames(SECONDS, Instant::toString);

  /** Between them, and only there, names sort as their times do. */
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

  private static final String BEFORE_ALL = "";
  private static final String AFTER_ALL = "~";

  private QuarterHour() {}

  /** Whether one begins at an instant. */
  static boolean begins(Instant at) {
    return at.getNano() == 0 && Math.floorMod(at.getEpochSecond(), SECONDS) == 0;
  }

  /** The name of the one that an instant is in: its beginning, {@code 2026-11-21T10:15:00Z}. */
  static String name(Instant at) {
    return NAMES.of(at);
  }

  /** Sorts after the names of all that end before the one an instant is in, and before no other. */
  static String bound(Instant at) {
    if (at.isBefore(FIRST)) {
      return BEFORE_ALL;
    }
    return at.isBefore(AFTER_LAST) ? name(at) : AFTER_ALL;
  }
}
