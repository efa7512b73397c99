package io.tollgate.policies.yaml;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A type that a single value of a file is read as: immutable, to be kept in constants.
 *
 * @param <T> the Java type of the value
 */
public final class YamlType<T> {

  private static final int MAX_NUMBER_LENGTH = 40;

  private final String expected;
  private final T placeholder;
  private final Function<String, T> reading;

  private YamlType(String expected, T placeholder, Function<String, T> reading) {
    this.expected = expected;
    this.placeholder = placeholder;
    this.reading = reading;
  }

  /**
   * A type of one's own.
   *
   * @param expected what is right, as a noun phrase: {@code a port from 1 to 65535}
   * @param placeholder a harmless value that stands in after a problem, so that reading can go on
   * @param reading makes the value of the text; throws {@link IllegalArgumentException}, {@link
   *     ArithmeticException} or {@link DateTimeException} where the text is not such a value
   */
  public static <T> YamlType<T> of(String expected, T placeholder, Function<String, T> reading) {
    return new YamlType<>(expected, placeholder, reading);
  }

  /**
   * This type with its values turned into others, e.g. a decimal into an amount of money. What the
   * function throws is treated as in {@link #of}.
   */
  public <R> YamlType<R> map(Function<T, R> function) {
    return new YamlType<>(expected, function.apply(placeholder), reading.andThen(function));
  }

  /** This type, or one of some words that each stand for a value. */
  public YamlType<T> or(Map<String, T> words) {
    return of(
        String.join(", ", words.keySet()) + " or " + expected,
        placeholder,
        text -> {
          T value = words.get(text);
          return value == null ? reading.apply(text) : value;
        });
  }

  /** Any text that is not blank. */
  public static YamlType<String> text() {
    return text("a text", text -> true);
  }

  /** A text with a shape of its own, e.g. {@code text("an http:// address", s -> ...)}. */
  public static YamlType<String> text(String expected, Predicate<String> valid) {
    return of(expected, "", text -> check(text, !text.isBlank() && valid.test(text)));
  }

  /** {@code true} or {@code false}. */
  public static YamlType<Boolean> bool() {
    return oneOf(Map.of("true", true, "false", false), "true or false", false);
  }

  /** A whole number in a range, both ends included; underscores may group digits. */
  public static YamlType<Integer> integer(int min, int max) {
    return of(
        "a whole number from " + min + " to " + max, min, text -> (int) wholeIn(text, min, max));
  }

  /** A whole number in a range, both ends included; underscores may group digits. */
  public static YamlType<Long> wholeNumber(long min, long max) {
    return of("a whole number from " + min + " to " + max, min, text -> wholeIn(text, min, max));
  }

  /**
   * An exact decimal number in a range, both ends included, without exponent: the digits of the
   * file are kept, nothing passes through floating point.
   */
  public static YamlType<BigDecimal> decimal(String min, String max) {
    BigDecimal least = new BigDecimal(min);
    BigDecimal most = new BigDecimal(max);
    return of(
        "a decimal number from " + min + " to " + max,
        least,
        text -> {
          check(text, isPlainNumber(text));
          BigDecimal number = new BigDecimal(text.replace("_", ""));
          if (number.compareTo(least) < 0 || number.compareTo(most) > 0) {
            throw new IllegalArgumentException(text + " is out of range");
          }
          return number;
        });
  }

  /** A length of time in a range, both ends included: {@code 300ms}, {@code 5s}, {@code 1m30s}. */
  public static YamlType<Duration> duration(Duration min, Duration max) {
    return of(
        "a duration from " + DurationText.write(min) + " to " + DurationText.write(max),
        min,
        text -> {
          Duration duration = DurationText.read(text);
          if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw new IllegalArgumentException(text + " is out of range");
          }
          return duration;
        });
  }

  /** A calendar date: {@code 2026-07-30}. */
  public static YamlType<LocalDate> date() {
    return of("a date such as 2026-07-30", LocalDate.EPOCH, LocalDate::parse);
  }

  /** A point in time, {@code 2026-07-30T16:00:00Z}; a date alone is its start in UTC. */
  public static YamlType<Instant> instant() {
    return of(
        "a time such as 2026-07-30T16:00:00Z or a date, which starts at 00:00 UTC",
        Instant.EPOCH,
        text ->
            text.length() == "2026-07-30".length()
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text));
  }

  /** One of a set of constants by the name each has in files; the first is the placeholder. */
  public static <E> YamlType<E> oneOf(E[] constants, Function<E, String> name) {
    Map<String, E> byName = new LinkedHashMap<>();
    for (E constant : constants) {
      byName.put(name.apply(constant), constant);
    }
    return oneOf(byName, "one of " + String.join(", ", byName.keySet()), constants[0]);
  }

  private static <E> YamlType<E> oneOf(Map<String, E> byName, String expected, E placeholder) {
    return of(
        expected,
        placeholder,
        text -> {
          E value = byName.get(text);
          if (value == null) {
            String nearest = Spelling.nearest(text, byName.keySet());
            throw new IllegalArgumentException(
                notExpected(text) + (nearest == null ? "" : ": did you mean \"" + nearest + "\"?"));
          }
          return value;
        });
  }

  /** What is right, as a noun phrase. */
  public String expected() {
    return expected;
  }

  T placeholder() {
    return placeholder;
  }

  T read(YamlScalar scalar) {
    try {
      return reading.apply(scalar.text());
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      boolean worded = e.getClass() == IllegalArgumentException.class && e.getMessage() != null;
      scalar.problem(
          worded ? String.valueOf(e.getMessage()) : notExpected(scalar.text()),
          "expected: " + expected);
      return placeholder;
    }
  }

  private static String check(String text, boolean valid) {
    if (!valid) {
      throw new IllegalArgumentException(notExpected(text));
    }
    return text;
  }

  private static String notExpected(String text) {
    return "found \"" + Quoting.shortened(text) + "\"";
  }

  private static long wholeIn(String text, long min, long max) {
    check(text, text.indexOf('.') < 0 && isPlainNumber(text));
    BigDecimal number = new BigDecimal(text.replace("_", ""));
    if (number.compareTo(BigDecimal.valueOf(min)) < 0
        || number.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw new IllegalArgumentException(text + " is out of range");
    }
    return number.longValueExact();
  }

  private static boolean isPlainNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean sign = i == 0 && c == '-';
      if (!sign && c != '.' && c != '_' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return text.length() <= MAX_NUMBER_LENGTH;
  }
}
