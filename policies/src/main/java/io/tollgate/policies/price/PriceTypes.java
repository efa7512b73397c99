package io.tollgate.policies.price;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.yaml.YamlType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of value that only price files have. */
final class PriceTypes {

  private static final int DECIMALS = 6;
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,18})?");
  private static final Pattern CLOCK = Pattern.compile("([0-9]{2}):([0-9]{2})");

  /**
   * Dollars per million tokens, read as pico-dollars per token; {@code unknown} is {@link
   * Rates#UNPRICED}.
   */
  static final YamlType<Long> PRICE =
      YamlType.of(
          "dollars per million tokens from 0 to %d with at most %d decimals, or unknown"
              .formatted(Rates.MAX_PICO / 1_000_000, DECIMALS),
          0L,
          text -> text.equals("unknown") ? Rates.UNPRICED : price(text));

  /** What prices are multiplied by. */
  static final YamlType<Ratio> MULTIPLIER =
      YamlType.of(
          "a multiplier more than 0 and at most 100 with at most %d decimals".formatted(DECIMALS),
          Ratio.ONE,
          PriceTypes::multiplier);

  /** What {@link #TIME_OF_DAY} gives for a text that is none. */
  static final int NO_TIME = -1;

  /** A time of day, read as minutes after midnight. */
  static final YamlType<Integer> TIME_OF_DAY =
      YamlType.of("a time of day in UTC from 00:00 to 24:00", NO_TIME, PriceTypes::minutes);

  /** A date; a month alone is its first day. */
  static final YamlType<LocalDate> DAY_OR_MONTH =
      YamlType.of(
          "a date such as 2026-08-21, or a month such as 2026-08",
          LocalDate.EPOCH,
          text ->
              text.length() == "2026-08".length()
                  ? YearMonth.parse(text).atDay(1)
                  : LocalDate.parse(text));

  private PriceTypes() {}

  private static long price(String text) {
    long pico = decimal(text, DECIMALS).movePointRight(DECIMALS).longValueExact();
    if (pico > Rates.MAX_PICO) {
      throw new IllegalArgumentException(text + " is out of range: is it per million tokens?");
    }
    return pico;
  }

  private static Ratio multiplier(String text) {
    BigDecimal decimal = decimal(text, DECIMALS);
    if (decimal.signum() == 0 || decimal.compareTo(BigDecimal.valueOf(100)) > 0) {
      throw new IllegalArgumentException(text + " is out of range");
    }
    return Ratio.of(decimal);
  }

  /** An exact decimal that is at least 0, with as many decimals as a file may write. */
  static BigDecimal decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new IllegalArgumentException("found \"" + text + "\"");
    }
    return new BigDecimal(text).stripTrailingZeros();
  }

  /** The same with a bound on its decimals. */
  static BigDecimal decimal(String text, int decimals) {
    BigDecimal decimal = decimal(text);
    if (decimal.scale() > decimals) {
      throw new IllegalArgumentException(text + " has more than " + decimals + " decimals");
    }
    return decimal;
  }

  /** The name of a constant as files write it. */
  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static int minutes(String text) {
    Matcher clock = CLOCK.matcher(text);
    if (!clock.matches()) {
      throw new IllegalArgumentException("found \"" + text + "\"");
    }
    int minute = Integer.parseInt(clock.group(2));
    int minutes = 60 * Integer.parseInt(clock.group(1)) + minute;
    if (minute > 59 || minutes > DailyBand.DAY_MINUTES) {
      throw new IllegalArgumentException(text + " is no time of day");
    }
    return minutes;
  }
}
