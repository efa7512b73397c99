package io.tollgate.policies.price;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the {@code currencies} of a price file; mistakes are reported where they stand. */
final class ExchangeRatesReader {

  private static final int DECIMALS = 9;

  private static final YamlType<Ratio> DOLLARS =
      YamlType.of(
          "dollars for one unit of the currency, more than 0 and at most 1000 with at most "
              + DECIMALS
              + " decimals",
          Ratio.ONE,
          text -> {
            BigDecimal rate = PriceTypes.decimal(text, DECIMALS);
            if (rate.signum() == 0 || rate.compareTo(BigDecimal.valueOf(1_000)) > 0) {
              throw new IllegalArgumentException(text + " is out of range");
            }
            return Ratio.of(rate).reduced();
          });

  private ExchangeRatesReader() {}

  static ExchangeRates read(YamlMap root) {
    Map<String, Map<LocalDate, Ratio>> currencies = new LinkedHashMap<>();
    YamlMap stated = root.mapOrEmpty("currencies");
    stated
        .eachMap(map -> days(map))
        .forEach((currency, days) -> {
          if (!Conversion.isCode(currency) || currency.equals(Conversion.DOLLARS)) {
            stated.keyProblem(
                currency,
                "found \"" + currency + "\"",
                "expected: the code of a foreign currency, such as CNY");
          } else {
            currencies.put(currency, days);
          }
        });
    return ExchangeRates.of(currencies);
  }

  private static Map<LocalDate, Ratio> days(YamlMap map) {
    Map<LocalDate, Ratio> days = new LinkedHashMap<>();
    map.each(DOLLARS)
        .forEach((day, rate) -> {
          try {
            days.put(LocalDate.parse(day), rate);
          } catch (DateTimeException e) {
            map.keyProblem(day, "found \"" + day + "\"", "expected: a date such as 2026-11-01");
          }
        });
    return days;
  }
}
