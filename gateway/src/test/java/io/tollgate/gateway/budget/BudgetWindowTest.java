package io.tollgate.gateway.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.budget.BudgetWindow.Every;
import io.tollgate.gateway.budget.BudgetWindow.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class BudgetWindowTest {

  private static final long QUARTER_HOUR_SECONDS = 900;

  private static Span span(Every every, String zone, String moment) {
    return new BudgetWindow(every, ZoneId.of(zone)).around(Instant.parse(moment));
  }

  @ParameterizedTest
  @CsvSource({
    "HOUR, UTC, 2026-11-30T12:34:56Z, 2026-11-30T12:00:00Z, 2026-11-30T13:00:00Z",
    "HOUR, Asia/Kathmandu, 2026-11-30T12:34:56Z, 2026-11-30T12:15:00Z, 2026-11-30T13:15:00Z",
    "DAY, Europe/Berlin, 2026-11-30T23:30:00Z, 2026-11-30T23:00:00Z, 2026-12-01T23:00:00Z",
    // The day on which the clocks are put forward has 23 hours, the other one 25.
    "DAY, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "DAY, Europe/Berlin, 2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
    // In Santiago it is never midnight on that day: it begins at 1.
    "DAY, America/Santiago, 2026-09-06T12:00:00Z, 2026-09-06T04:00:00Z, 2026-09-07T03:00:00Z",
    "WEEK, UTC, 2026-11-29T23:59:59Z, 2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
    "WEEK, UTC, 2026-11-30T00:00:00Z, 2026-11-30T00:00:00Z, 2026-12-07T00:00:00Z",
    "MONTH, America/New_York, 2026-11-30T12:00:00Z, 2026-11-01T04:00:00Z, 2026-12-01T05:00:00Z",
    "MONTH, UTC, 2028-02-29T23:59:59Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
    "QUARTER, UTC, 2026-12-31T12:00:00Z, 2026-10-01T00:00:00Z, 2027-01-01T00:00:00Z",
    "YEAR, Asia/Tokyo, 2026-12-31T16:00:00Z, 2026-12-31T15:00:00Z, 2027-12-31T15:00:00Z",
    "TOTAL, UTC, 2026-12-31T16:00:00Z, 1970-01-01T00:00:00Z, 9999-01-01T00:00:00Z",
  })
  void a_window_is_the_calendars(
      Every every, String zone, String moment, Instant start, Instant end) {
    assertThat(span(every, zone, moment)).isEqualTo(new Span(start, end));
  }

  @Test
  void utc_has_one_name() {
    BudgetWindow day = new BudgetWindow(Every.DAY, ZoneId.of("UTC"));
    assertThat(day).isEqualTo(new BudgetWindow(Every.DAY, ZoneOffset.UTC));
    assertThat(day.zoneName()).isEqualTo("UTC");
    assertThat(new BudgetWindow(Every.DAY, ZoneId.of("Europe/Berlin")).zoneName())
        .isEqualTo("Europe/Berlin");
  }

  @ParameterizedTest
  @EnumSource(Every.class)
  void invariant_18_windows_of_every_zone_follow_each_other_without_a_gap_on_quarter_hours(
      Every every) {
    Random random = new Random(7);
    List<String> zones = new ArrayList<>(ZoneId.getAvailableZoneIds());
    zones.sort(String::compareTo);
    long from = Instant.parse("2020-01-01T00:00:00Z").getEpochSecond();
    long to = Instant.parse("2040-01-01T00:00:00Z").getEpochSecond();
    for (String zone : zones) {
      BudgetWindow window = new BudgetWindow(every, ZoneId.of(zone));
      for (int i = 0; i < 20; i++) {
        Instant moment = Instant.ofEpochSecond(random.nextLong(from, to));
        Span span = window.around(moment);
        String what = zone + " at " + moment + ": " + span;
        assertThat(span.contains(moment)).as(what).isTrue();
        assertThat(window.around(span.start())).as(what).isEqualTo(span);
        assertThat(window.around(span.end().minusMillis(1))).as(what).isEqualTo(span);
        assertThat(span.start().getEpochSecond() % QUARTER_HOUR_SECONDS).as(what).isZero();
        assertThat(span.end().getEpochSecond() % QUARTER_HOUR_SECONDS).as(what).isZero();
        if (every != Every.TOTAL) {
          assertThat(window.around(span.end()).start()).as(what).isEqualTo(span.end());
          assertThat(Duration.between(span.start(), span.end())).as(what).isPositive();
        }
      }
    }
  }
}
