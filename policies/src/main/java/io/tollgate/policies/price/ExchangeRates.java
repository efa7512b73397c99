package io.tollgate.policies.price;

import io.tollgate.policies.money.Ratio;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What foreign currencies were worth in dollars, day by day. Immutable. */
public final class ExchangeRates {

  /** No currency but the dollar. */
  public static final ExchangeRates NONE = new ExchangeRates(Map.of());

  private final Map<String, NavigableMap<LocalDate, Conversion>> byCurrency = new TreeMap<>();

  private ExchangeRates(Map<String, ? extends Map<LocalDate, Ratio>> rates) {
    rates.forEach((currency, byDay) -> {
      NavigableMap<LocalDate, Conversion> conversions = new TreeMap<>();
      byDay.forEach((day, usd) -> conversions.put(day, new Conversion(currency, usd)));
      byCurrency.put(currency, conversions);
    });
  }

  /**
   * The rates of these days.
   *
   * @param rates dollars for one unit, by the currency's code and the day in UTC
   */
  public static ExchangeRates of(Map<String, ? extends Map<LocalDate, Ratio>> rates) {
    return new ExchangeRates(rates);
  }

  /** These rates with those of others, which replace them day by day. */
  ExchangeRates plus(ExchangeRates others) {
    ExchangeRates merged = new ExchangeRates(Map.of());
    byCurrency.forEach((currency, days) -> merged.byCurrency.put(currency, new TreeMap<>(days)));
    others.byCurrency.forEach((currency, days) ->
        merged.byCurrency.computeIfAbsent(currency, code -> new TreeMap<>()).putAll(days));
    return merged;
  }

  /**
   * How a currency is converted at an instant: by the rate of its day in UTC, or of the latest day
   * before it that has one; {@code null} where there is none.
   */
  @Nullable Conversion at(String currency, Instant when) {
    if (currency.equals(Conversion.DOLLARS)) {
      return Conversion.USD;
    }
    NavigableMap<LocalDate, Conversion> days = byCurrency.get(currency);
    if (days == null) {
      return null;
    }
    Map.Entry<LocalDate, Conversion> latest = days.floorEntry(day(when));
    return latest == null ? null : latest.getValue();
  }

  /** The day whose rate an instant takes. */
  static LocalDate day(Instant when) {
    return LocalDate.ofInstant(when, ZoneOffset.UTC);
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return byCurrency.isEmpty();
  }

  /** Every rate, in the order of currencies and days. */
  @Override
  public String toString() {
    return byCurrency.toString();
  }
}
