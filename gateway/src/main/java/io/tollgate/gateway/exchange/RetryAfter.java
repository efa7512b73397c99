package io.tollgate.gateway.exchange;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * How long a provider asks to be left alone: {@code retry-after-ms}, else {@code Retry-After} in
 * seconds or as a date (RFC 9110, section 10.2.3).
 */
final class RetryAfter {

  /** Nothing was said. */
  static final long UNSAID = -1;

  private static final long MILLIS_MAX = 86_400_000;

  private RetryAfter() {}

  /** Milliseconds, 0 to a day, or {@link #UNSAID}. */
  static long millis(MultiMap headers, Instant now) {
    long millis = number(headers.get("retry-after-ms"), 1);
    if (millis != UNSAID) {
      return millis;
    }
    String value = headers.get("retry-after");
    long seconds = number(value, 1_000);
    return seconds != UNSAID || value == null ? seconds : date(value, now);
  }

  private static long number(@Nullable String text, int millisEach) {
    if (text == null || text.isBlank() || text.length() > 18) {
      return UNSAID;
    }
    try {
      double number = Double.parseDouble(text.strip());
      return number >= 0 ? (long) Math.min(MILLIS_MAX, Math.ceil(number * millisEach)) : UNSAID;
    } catch (NumberFormatException e) {
      return UNSAID;
    }
  }

  private static long date(String text, Instant now) {
    try {
      Instant at =
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Math.clamp(at.toEpochMilli() - now.toEpochMilli(), 0, MILLIS_MAX);
    } catch (DateTimeParseException e) {
      return UNSAID;
    }
  }

  /** Whole seconds for the header, never fewer than were asked for. */
  static String seconds(long millis) {
    return Long.toString(Math.ceilDiv(millis, 1_000));
  }
}
