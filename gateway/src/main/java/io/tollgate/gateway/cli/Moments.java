package io.tollgate.gateway.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments as people give them to a command: a date and time, or in how long. */
final class Moments {

  private static final Pattern IN = Pattern.compile("(\\d{1,6})([smhd])");

  private Moments() {}

  /**
   * The moment that a text means, to the second.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static Instant read(String text, Instant now) {
    Matcher in = IN.matcher(text.toLowerCase(Locale.ROOT));
    if (in.matches()) {
      long number = Long.parseLong(in.group(1));
      Duration duration =
          switch (in.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          };
      return now.plus(duration).truncatedTo(ChronoUnit.SECONDS);
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "found \"" + text + "\" (expected: 2027-01-31T00:00:00Z, or a time such as 12h or 90d)",
          e);
    }
  }
}
