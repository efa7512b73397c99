package io.tollgate.gateway.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * A period of the books: a calendar month in UTC, as providers bill it.
 *
 * @param month the month
 */
public record LedgerPeriod(YearMonth month) {

  /**
   * The period with a name such as {@code 2026-11}.
   *
   * @throws IllegalArgumentException if it names none
   */
  public static LedgerPeriod parse(String name) {
    try {
      return new LedgerPeriod(YearMonth.parse(name));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is not a period (expected: a month such as 2026-11)", e);
    }
  }

  /** The period that an instant is in. */
  public static LedgerPeriod of(Instant at) {
    return new LedgerPeriod(YearMonth.from(at.atOffset(ZoneOffset.UTC)));
  }

  /** Its first instant. */
  public Instant from() {
    return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  /** The first instant of the next one. */
  public Instant end() {
    return month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  /** Its name, e.g. {@code 2026-11}. */
  @Override
  public String toString() {
    return month.toString();
  }
}
