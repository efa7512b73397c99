package io.tollgate.gateway.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnomalySearchTest {

  private static final LocalDate FIRST = LocalDate.of(2026, 8, 3);
  private static final int DAYS = 70;
  private static final LocalDate END = FIRST.plusDays(DAYS);
  private static final double[] WEEK = {1.1, 1.2, 1.25, 1.2, 1.05, 0.35, 0.3};
  private static final List<String> DEPLOYMENTS = List.of("openai/large", "groq/small", "x/mid");
  private static final long[] PICO_PER_TOKEN = {5_000_000, 200_000, 1_000_000};

  /** Days of three deployments: weekdays, ten percent more each month, errors of a quarter. */
  private static Map<LocalDate, Map<String, PeriodFigures>> days(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<LocalDate, Map<String, PeriodFigures>> days = new TreeMap<>();
    double noise = random.nextDouble(0.03, 0.25);
    for (int i = 0; i < DAYS; i++) {
      LocalDate day = FIRST.plusDays(i);
      double busy =
          WEEK[day.getDayOfWeek().getValue() - 1]
              * Math.exp(0.0032 * i + noise * random.nextGaussian());
      Map<String, PeriodFigures> figures = new HashMap<>();
      for (int d = 0; d < DEPLOYMENTS.size(); d++) {
        long calls = Math.max(1, Math.round(3_000 * busy * Math.exp(0.05 * random.nextGaussian())));
        long tokens = Math.round(calls * 1_000 * Math.exp(0.03 * random.nextGaussian()));
        figures.put(DEPLOYMENTS.get(d), figures(calls, tokens, PICO_PER_TOKEN[d]));
      }
      days.put(day, figures);
    }
    return days;
  }

  private static Map<String, PeriodFigures> on(
      Map<LocalDate, Map<String, PeriodFigures>> days, LocalDate day) {
    return Objects.requireNonNull(days.get(day));
  }

  private static PeriodFigures figures(long calls, long tokens, long picoPerToken) {
    return new PeriodFigures(
        calls,
        tokens,
        BigDecimal.valueOf(tokens).multiply(BigDecimal.valueOf(picoPerToken, 12)),
        BigDecimal.ZERO,
        BigDecimal.ZERO);
  }

  private static List<DayAnomaly> search(
      Map<LocalDate, Map<String, PeriodFigures>> days, int judged) {
    Map<LocalDate, BigDecimal> amounts = new TreeMap<>();
    days.forEach((day, figures) ->
        amounts.put(
            day,
            figures.values().stream()
                .map(PeriodFigures::totalUsd)
                .reduce(BigDecimal.ZERO, BigDecimal::add)));
    DailySpend spend =
        new DailySpend(FIRST, amounts.values().stream().map(BigDecimal::doubleValue).toList());
    return AnomalySearch.DEFAULTS.in(
        "a", spend, amounts, END.minusDays(judged), END, day -> days.getOrDefault(day, Map.of()));
  }

  @Test
  void in_regular_series_of_200_seeds_nothing_is_odd() {
    List<Long> alarms =
        LongStream.rangeClosed(1, 200)
            .filter(seed -> !search(days(seed), 14).isEmpty())
            .boxed()
            .toList();
    assertThat(alarms).isEmpty();
  }

  /** What is planted on the last day, in one deployment. */
  enum Plant {
    PRICE(Effect.PRICE) {
      @Override
      PeriodFigures on(PeriodFigures day) {
        return new PeriodFigures(
            day.calls(),
            day.tokens(),
            day.meteredUsd().multiply(BigDecimal.valueOf(8)),
            BigDecimal.ZERO,
            BigDecimal.ZERO);
      }
    },
    TOKENS(Effect.TOKENS) {
      @Override
      PeriodFigures on(PeriodFigures day) {
        return new PeriodFigures(
            day.calls(),
            day.tokens() * 8,
            day.meteredUsd().multiply(BigDecimal.valueOf(8)),
            BigDecimal.ZERO,
            BigDecimal.ZERO);
      }
    };

    final Effect driver;

    Plant(Effect driver) {
      this.driver = driver;
    }

    abstract PeriodFigures on(PeriodFigures day);
  }

  @ParameterizedTest
  @EnumSource(Plant.class)
  void what_is_planted_in_one_deployment_is_found_there_with_its_driver(Plant plant) {
    for (long seed = 1; seed <= 50; seed++) {
      Map<LocalDate, Map<String, PeriodFigures>> days = days(seed);
      on(days, END.minusDays(1)).computeIfPresent("openai/large", (_, day) -> plant.on(day));

      List<DayAnomaly> found = search(days, 7);

      assertThat(found).as("seed %d", seed).hasSize(1);
      DayAnomaly anomaly = found.getFirst();
      assertThat(anomaly.day()).isEqualTo(END.minusDays(1));
      assertThat(anomaly.driver()).as("seed %d", seed).isEqualTo(plant.driver);
      assertThat(anomaly.deployment()).isEqualTo("openai/large");
      assertThat(anomaly.score()).isGreaterThan(6);
      assertThat(anomaly.typicalDay().getDayOfWeek()).isEqualTo(anomaly.day().getDayOfWeek());
    }
  }

  @Test
  void eight_times_the_requests_are_volume() {
    for (long seed = 1; seed <= 50; seed++) {
      Map<LocalDate, Map<String, PeriodFigures>> days = days(seed);
      on(days, END.minusDays(1)).replaceAll((_, day) -> times(day, 8));
      assertThat(search(days, 7))
          .as("seed %d", seed)
          .singleElement()
          .satisfies(found -> assertThat(found.driver()).isEqualTo(Effect.VOLUME))
          .satisfies(found -> assertThat(found.deployment()).isEqualTo("openai/large"));
    }
  }

  private static PeriodFigures times(PeriodFigures day, int factor) {
    return new PeriodFigures(
        day.calls() * factor,
        day.tokens() * factor,
        day.meteredUsd().multiply(BigDecimal.valueOf(factor)),
        BigDecimal.ZERO,
        BigDecimal.ZERO);
  }

  @Test
  void all_calls_to_the_dearest_model_are_mix() {
    List<String> cheap = List.of("groq/small", "x/mid");
    for (long seed = 1; seed <= 50; seed++) {
      Map<LocalDate, Map<String, PeriodFigures>> days = days(seed);
      days.values().forEach(AnomalySearchTest::mostlyCheap);
      Map<String, PeriodFigures> last = on(days, END.minusDays(1));
      long calls = last.values().stream().mapToLong(PeriodFigures::calls).sum();
      last.put("openai/large", figures(calls * 98 / 100, calls * 980, PICO_PER_TOKEN[0]));
      cheap.forEach(name -> last.put(name, figures(calls / 100, calls * 10, 1_000_000)));
      assertThat(search(days, 7))
          .as("seed %d", seed)
          .singleElement()
          .satisfies(found -> assertThat(found.driver()).isEqualTo(Effect.MIX))
          .satisfies(found -> assertThat(found.deployment()).isEqualTo("openai/large"));
    }
  }

  private static void mostlyCheap(Map<String, PeriodFigures> day) {
    day.computeIfPresent(
        "openai/large", (_, it) -> figures(it.calls() / 50, it.tokens() / 50, PICO_PER_TOKEN[0]));
    day.computeIfPresent(
        "x/mid", (_, it) -> figures(it.calls() / 10, it.tokens() / 10, PICO_PER_TOKEN[2]));
  }

  @Test
  void a_model_that_is_new_is_named() {
    Map<LocalDate, Map<String, PeriodFigures>> days = days(3);
    on(days, END.minusDays(1)).put("new/model", figures(100_000, 100_000_000, 9_000_000));
    assertThat(search(days, 1))
        .singleElement()
        .satisfies(found -> assertThat(found.driver()).isEqualTo(Effect.NEW))
        .satisfies(found -> assertThat(found.deployment()).isEqualTo("new/model"));
  }

  @Test
  void a_day_without_any_spend_is_odd_where_there_always_was_some() {
    Map<LocalDate, Map<String, PeriodFigures>> days = days(4);
    days.put(END.minusDays(1), new HashMap<>());
    assertThat(search(days, 1))
        .singleElement()
        .satisfies(found -> assertThat(found.score()).isNegative())
        .satisfies(found -> assertThat(found.driver()).isEqualTo(Effect.GONE));
  }

  @Test
  void a_new_level_is_the_usual_one_after_a_week() {
    Map<LocalDate, Map<String, PeriodFigures>> days = days(5);
    for (int i = 1; i <= 14; i++) {
      on(days, END.minusDays(i)).replaceAll((_, day) -> times(day, 8));
    }
    List<DayAnomaly> found = search(days, 14);
    assertThat(found).isNotEmpty();
    assertThat(found).allSatisfy(it -> assertThat(it.day()).isBefore(END.minusDays(9)));
  }

  @Test
  void what_is_too_little_in_dollars_is_not_worth_a_word() {
    Map<LocalDate, Map<String, PeriodFigures>> days = days(6);
    days.replaceAll((_, figures) -> {
      figures.replaceAll((_, day) ->
          new PeriodFigures(
              day.calls(),
              day.tokens(),
              day.meteredUsd().movePointLeft(9).setScale(12, RoundingMode.HALF_EVEN),
              BigDecimal.ZERO,
              BigDecimal.ZERO));
      return figures;
    });
    on(days, END.minusDays(1)).replaceAll((_, day) -> times(day, 8));
    assertThat(search(days, 1)).isEmpty();
  }
}
