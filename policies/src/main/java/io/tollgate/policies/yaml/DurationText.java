package io.tollgate.policies.yaml;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Durations as people write them in files: {@code 300ms}, {@code 5s}, {@code 1m30s}, {@code 7d}.
 */
final class DurationText {

  private static final int MAX_DIGITS = 12;

  /** From small to large; {@code ms} before {@code m} does not matter, units are read greedily. */
  private static final Map<String, Duration> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("ms", Duration.ofMillis(1));
    UNITS.put("s", Duration.ofSeconds(1));
    UNITS.put("m", Duration.ofMinutes(1));
    UNITS.put("h", Duration.ofHours(1));
    UNITS.put("d", Duration.ofDays(1));
  }

  private DurationText() {}

  static Duration read(String text) {
    Duration total = Duration.ZERO;
    int at = 0;
    do {
      int unitStart = at;
      while (unitStart < text.length() && isDigit(text.charAt(unitStart))) {
        unitStart++;
      }
      int end = unitStart;
      while (end < text.length() && !isDigit(text.charAt(end))) {
        end++;
      }
      Duration unit = UNITS.get(text.substring(unitStart, end));
      if (unit == null || unitStart == at || unitStart - at > MAX_DIGITS) {
        throw new IllegalArgumentException(
            "found \"" + Quoting.shortened(text) + "\", whose units are not ms, s, m, h or d");
      }
      total = total.plus(unit.multipliedBy(Long.parseLong(text.substring(at, unitStart))));
      at = end;
    } while (at < text.length());
    return total;
  }

  /** The duration in the largest unit that divides it. */
  static String write(Duration duration) {
    String text = duration.toMillis() + "ms";
    for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
      long millis = unit.getValue().toMillis();
      if (duration.toMillis() != 0 && duration.toMillis() % millis == 0) {
        text = duration.toMillis() / millis + unit.getKey();
      }
    }
    return text;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
