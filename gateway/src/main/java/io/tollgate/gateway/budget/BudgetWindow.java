package io.tollgate.gateway.budget;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/**
 * The time that a budget is for: the calendar's hours, days, months in a time zone, or all time.
 * Which window a moment is in is computed; nothing has to be reset when one ends.
 *
 * @param every how long one is
 * @param zone whose calendar it goes by
 */
public record BudgetWindow(Every every, ZoneId zone) {

  /** All time, in one window. */
  public static final BudgetWindow TOTAL = new BudgetWindow(Every.TOTAL, ZoneOffset.UTC);

  private static final Span ALL_TIME =
      new Span(Instant.EPOCH, Instant.parse("9999-01-01T00:00:00Z"));

  public BudgetWindow {
    // "UTC" and "Z" are one calendar.
    zone = zone.normalized();
  }

  /** The name of the zone in files. */
  public String zoneName() {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  /** Lengths of windows. */
  public enum Every {
    HOUR,
    DAY,
    /** From Monday on. */
    WEEK,
    MONTH,
    QUARTER,
    YEAR,
    /** One window for ever: money that is spent once. */
    TOTAL;

    /** The name in files. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One window.
   *
   * @param start the first moment in it
   * @param end the first moment after it
   */
  public record Span(Instant start, Instant end) {
    /** Whether a moment is in it. */
    public boolean contains(Instant moment) {
      return !moment.isBefore(start) && moment.isBefore(end);
    }
  }

  /** The window that a moment is in. */
  public Span around(Instant moment) {
    if (every == Every.TOTAL) {
      return ALL_TIME;
    }
    ZonedDateTime local = moment.atZone(zone);
    if (every == Every.HOUR) {
      // An hour that the clocks repeat is two windows, and one that they skip is none.
      Instant start = local.truncatedTo(ChronoUnit.HOURS).toInstant();
      return new Span(start, start.plus(1, ChronoUnit.HOURS));
    }
    LocalDate first = first(local.toLocalDate());
    return new Span(start(first), start(next(first)));
  }

  private LocalDate first(LocalDate day) {
    return switch (every) {
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
      case QUARTER -> day.with(day.getMonth().firstMonthOfQuarter()).withDayOfMonth(1);
      case YEAR -> day.withDayOfYear(1);
      case HOUR, DAY, TOTAL -> day;
    };
  }

  private LocalDate next(LocalDate first) {
    return switch (every) {
      case WEEK -> first.plusWeeks(1);
      case MONTH -> first.plusMonths(1);
      case QUARTER -> first.plusMonths(3);
      case YEAR -> first.plusYears(1);
      case HOUR, DAY, TOTAL -> first.plusDays(1);
    };
  }

  /** The first moment of a day, which is not midnight where the clocks are put forward then. */
  private Instant start(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }
}
