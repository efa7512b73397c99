package io.tollgate.gateway.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PriceVolumeMixTest {

  private static PeriodFigures figures(long calls, long tokens, String dollars) {
    return new PeriodFigures(
        calls, tokens, new BigDecimal(dollars), BigDecimal.ZERO, BigDecimal.ZERO);
  }

  private static VarianceRow one(PeriodFigures before, PeriodFigures after) {
    return PriceVolumeMix.between(Map.of("a", before), Map.of("a", after)).total();
  }

  private static void onlyEffect(VarianceRow row, Effect effect, String dollars) {
    for (Effect each : Effect.values()) {
      assertThat(row.in(each)).as(each.key()).isEqualByComparingTo(each == effect ? dollars : "0");
    }
  }

  @Test
  void a_price_that_doubles_is_all_price() {
    onlyEffect(one(figures(10, 1_000, "3"), figures(10, 1_000, "6")), Effect.PRICE, "3");
  }

  @Test
  void twice_as_many_of_the_same_calls_are_all_volume() {
    onlyEffect(one(figures(10, 1_000, "3"), figures(20, 2_000, "6")), Effect.VOLUME, "3");
  }

  @Test
  void calls_that_are_twice_as_long_are_all_tokens() {
    onlyEffect(one(figures(10, 1_000, "3"), figures(10, 2_000, "6")), Effect.TOKENS, "3");
  }

  @Test
  void calls_that_move_to_a_dearer_model_are_all_mix() {
    PriceVolumeMix result =
        PriceVolumeMix.between(
            Map.of("cheap", figures(10, 100, "1"), "dear", figures(10, 100, "5")),
            Map.of("cheap", figures(5, 50, "0.5"), "dear", figures(15, 150, "7.5")));
    onlyEffect(result.total(), Effect.MIX, "2");
    assertThat(result.rows()).extracting(VarianceRow::name).containsExactly("dear", "cheap");
  }

  @Test
  void what_comes_and_goes_is_told_apart_from_what_stays() {
    PriceVolumeMix result =
        PriceVolumeMix.between(
            Map.of("old", figures(10, 100, "1"), "same", figures(3, 30, "2")),
            Map.of("new", figures(7, 100, "4"), "same", figures(3, 30, "2")));
    assertThat(result.total().in(Effect.NEW)).isEqualByComparingTo("4");
    assertThat(result.total().in(Effect.GONE)).isEqualByComparingTo("-1");
    assertThat(result.total().in(Effect.VOLUME)).isEqualByComparingTo("0");
  }

  @Test
  void corrections_and_idle_capacity_follow_no_calls() {
    PeriodFigures after =
        new PeriodFigures(10, 100, BigDecimal.ONE, new BigDecimal("-0.25"), BigDecimal.TEN);
    VarianceRow row = one(figures(10, 100, "1"), after);
    assertThat(row.in(Effect.CORRECTIONS)).isEqualByComparingTo("-0.25");
    assertThat(row.in(Effect.IDLE)).isEqualByComparingTo("10");
    assertThat(row.in(Effect.PRICE)).isEqualByComparingTo("0");
  }

  @Test
  void effects_that_do_not_add_up_are_refused() {
    assertThatThrownBy(() ->
            new VarianceRow(
                "a", BigDecimal.ONE, BigDecimal.TEN, Map.of(Effect.PRICE, BigDecimal.ONE)))
        .hasMessageContaining("add up to 1 (expected: 9)");
  }

  private static Map<String, PeriodFigures> random(SplittableRandom random) {
    Map<String, PeriodFigures> all = new HashMap<>();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      long calls = random.nextInt(5) == 0 ? 0 : random.nextLong(1, 1L << random.nextInt(1, 40));
      long tokens = random.nextInt(5) == 0 ? 0 : random.nextLong(1, 1L << random.nextInt(1, 45));
      all.put(
          "m" + random.nextInt(16),
          new PeriodFigures(
              calls,
              tokens,
              BigDecimal.valueOf(random.nextLong(1L << random.nextInt(1, 60)), 12),
              BigDecimal.valueOf(random.nextLong(-1_000_000, 1_000_000), 12),
              BigDecimal.valueOf(random.nextLong(1_000_000), 12)));
    }
    return all;
  }

  @Test
  void for_any_two_periods_the_effects_add_up_to_the_difference_to_the_last_digit() {
    for (int seed = 1; seed <= 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Map<String, PeriodFigures> before = random(random);
      Map<String, PeriodFigures> after = random(random);

      PriceVolumeMix result = PriceVolumeMix.between(before, after);

      BigDecimal difference = sum(after).subtract(sum(before));
      BigDecimal effects =
          result.total().effects().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(effects).as("seed %d", seed).isEqualByComparingTo(difference);
      assertThat(
              result.rows().stream()
                  .map(VarianceRow::differenceUsd)
                  .reduce(BigDecimal.ZERO, BigDecimal::add))
          .as("seed %d", seed)
          .isEqualByComparingTo(difference);
    }
  }

  private static BigDecimal sum(Map<String, PeriodFigures> all) {
    return all.values().stream()
        .map(PeriodFigures::totalUsd)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
