package io.tollgate.gateway.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.ledger.AccountSpendRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForecastTest {

  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);

  private static List<AccountSpendRow> rows(LocalDate first, int days, String dollars) {
    List<AccountSpendRow> rows = new ArrayList<>();
    for (int i = 0; i < days; i++) {
      BigDecimal amount = new BigDecimal(dollars);
      rows.add(
          new AccountSpendRow(
              "a",
              first.plusDays(i).toString(),
              1,
              1,
              0,
              0,
              10,
              0,
              10,
              0,
              amount,
              amount,
              BigDecimal.ZERO));
    }
    return rows;
  }

  private static MonthForecast forecast(int days, String dollars, LocalDate asOf) {
    return MonthForecast.of("a", rows(asOf.minusDays(days), days, dollars), OCTOBER, asOf);
  }

  /**
   * 80 % is meant; measured are 74 % where the level wanders to 92 % where nothing else happens.
   */
  @ParameterizedTest
  @EnumSource(SyntheticSpend.class)
  void the_bounds_hold_about_as_often_as_they_say_and_the_error_is_less_than_the_naive(
      SyntheticSpend kind) {
    BackTest result = BackTest.of(kind);
    assertThat(result.forecasts()).isEqualTo(550);
    assertThat(result.coveragePercent()).as("%s", result).isBetween(70.0, 95.0);
    assertThat(result.mapePercent()).as("%s", result).isLessThan(result.naivePercent());
  }

  @Test
  void what_is_further_away_is_less_certain() {
    DailySpend spend = SyntheticSpend.WANDERING.series(3);
    LocalDate first = LocalDate.of(2026, 9, 1);
    MonthForecast.Estimate early =
        MonthForecast.rest(spend.before(first), first, first.plusDays(7));
    MonthForecast.Estimate late =
        MonthForecast.rest(spend.before(first), first.plusDays(23), first.plusDays(30));
    assertThat((late.high() - late.low()) / late.median())
        .as("a week in three weeks' time is less certain than the next")
        .isGreaterThan((early.high() - early.low()) / early.median());
  }

  @Test
  void what_never_changes_is_forecast_to_the_cent() {
    MonthForecast forecast = forecast(60, "12.5", OCTOBER.atDay(11));
    assertThat(forecast.spentUsd()).isEqualByComparingTo("125");
    assertThat(forecast.estimateUsd()).isEqualByComparingTo("387.50");
    assertThat(forecast.lowUsd()).isEqualByComparingTo("387.50");
    assertThat(forecast.highUsd()).isEqualByComparingTo("387.50");
  }

  @Test
  void with_less_than_three_weeks_there_is_no_estimate() {
    MonthForecast forecast = forecast(20, "1", OCTOBER.atDay(11));
    assertThat(forecast.estimateUsd()).isNull();
    assertThat(forecast.spentUsd()).isEqualByComparingTo("10");
    assertThat(forecast(21, "1", OCTOBER.atDay(11)).estimateUsd()).isNotNull();
  }

  @Test
  void a_month_that_is_over_is_what_it_was() {
    MonthForecast forecast =
        MonthForecast.of(
            "a", rows(OCTOBER.atDay(1), 31, "0.123456789012"), OCTOBER, LocalDate.of(2026, 12, 5));
    assertThat(forecast.spentUsd()).isEqualByComparingTo("3.827160459372");
    assertThat(forecast.estimateUsd()).isEqualByComparingTo("3.83");
    assertThat(forecast.asOf()).isEqualTo(LocalDate.of(2026, 11, 1));
  }

  @Test
  void a_month_that_has_not_begun_is_only_its_own_days() {
    MonthForecast forecast = forecast(60, "2", LocalDate.of(2026, 9, 21));
    assertThat(forecast.spentUsd()).isEqualByComparingTo("0");
    assertThat(forecast.estimateUsd()).isEqualByComparingTo("62.00");
  }

  @Test
  void asked_again_it_says_the_same() {
    DailySpend spend = SyntheticSpend.SPIKY.series(5);
    LocalDate first = LocalDate.of(2026, 9, 1);
    DailySpend known = spend.before(LocalDate.of(2026, 9, 12));
    assertThat(MonthForecast.rest(known, first, first.plusMonths(1)))
        .isEqualTo(MonthForecast.rest(known, first, first.plusMonths(1)));
  }
}
