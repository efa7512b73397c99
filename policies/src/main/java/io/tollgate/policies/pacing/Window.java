package io.tollgate.policies.pacing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** The time that a spend budget is for. */
public sealed interface Window {

  /** Money lasts from one start to the next; what is left then is gone. */
  enum Calendar implements Window {
    DAY,
    /** From Monday on. */
    WEEK,
    MONTH;

    /** The name in policy files. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The start of the window that a moment is in, in UTC. */
    public Instant start(Instant now) {
      LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
      LocalDate first =
          switch (this) {
            case DAY -> day;
            case WEEK -> day.minusDays(day.getDayOfWeek().getValue() - 1L);
            case MONTH -> day.with(TemporalAdjusters.firstDayOfMonth());
          };
      return first.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The end of the window that a moment is in, which is the start of the next one. */
    public Instant end(Instant now) {
      LocalDate first = LocalDate.ofInstant(start(now), ZoneOffset.UTC);
      LocalDate next =
          switch (this) {
            case DAY -> first.plusDays(1);
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
          };
      return next.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
  }

  /**
   * Money comes back evenly, a full budget in each span.
   *
   * @param span more than 0
   */
  record Rolling(Duration span) implements Window {
    public Rolling {
      if (span.isNegative() || span.isZero()) {
        throw new IllegalArgumentException("span: " + span + " (expected: more than 0)");
      }
    }
  }
}
