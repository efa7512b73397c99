package io.tollgate.gateway.analysis;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The search for days on which an account spent much more or less than expected, and for what drove
 * it. A day is odd where it is off in three ways at once: statistically, by share and in dollars.
 *
 * @param score robust standard deviations that a day is off by, at least
 * @param changePercent percent of what was expected that it is off by, at least
 * @param leastUsd dollars that it is off by, at least
 */
public record AnomalySearch(double score, double changePercent, BigDecimal leastUsd) {

  /**
   * Six deviations, a third and a dollar: nothing is found in regular series with normal errors of
   * up to 25 % (in 200 of 200), and a day of four times the spend is.
   */
  public static final AnomalySearch DEFAULTS = new AnomalySearch(6, 33, BigDecimal.ONE);

  /**
   * Judges days.
   *
   * @param spend what the account spent, by the day
   * @param amounts the same, exactly
   * @param from the first day that is judged
   * @param to the day after the last
   * @param figures what a day came to by deployment; asked for odd days only
   */
  List<DayAnomaly> in(
      String account,
      DailySpend spend,
      Map<LocalDate, BigDecimal> amounts,
      LocalDate from,
      LocalDate to,
      Function<LocalDate, Map<String, PeriodFigures>> figures) {
    List<DayAnomaly> found = new ArrayList<>();
    for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
      SpendBaseline baseline = SpendBaseline.of(spend, day);
      if (baseline != null && isOdd(spend.on(day), baseline)) {
        found.add(
            explained(
                account,
                day,
                amounts.getOrDefault(day, BigDecimal.ZERO),
                baseline,
                PriceVolumeMix.between(figures.apply(baseline.typicalDay()), figures.apply(day))));
      }
    }
    return found;
  }

  private boolean isOdd(double dollars, SpendBaseline baseline) {
    double off = Math.abs(dollars - baseline.expectedDollars());
    return Math.abs(baseline.score()) >= score
        && off * 100 >= changePercent * baseline.expectedDollars()
        && off >= leastUsd.doubleValue();
  }

  private static DayAnomaly explained(
      String account,
      LocalDate day,
      BigDecimal amount,
      SpendBaseline baseline,
      PriceVolumeMix difference) {
    boolean more = baseline.score() > 0;
    Map<Effect, BigDecimal> calls = new EnumMap<>(difference.total().effects());
    // They are what the books say of other days.
    calls.remove(Effect.CORRECTIONS);
    Comparator<BigDecimal> towards = more ? Comparator.naturalOrder() : Comparator.reverseOrder();
    Map.Entry<Effect, BigDecimal> driver =
        calls.entrySet().stream().max(Map.Entry.comparingByValue(towards)).orElseThrow();
    String deployment =
        difference.rows().stream()
            .max(
                Comparator.comparing((VarianceRow row) -> row.in(driver.getKey()), towards)
                    .thenComparing(VarianceRow::name, Comparator.reverseOrder()))
            .map(VarianceRow::name)
            .orElse("");
    return new DayAnomaly(
        account,
        day,
        amount,
        BigDecimal.valueOf(baseline.expectedDollars()).setScale(2, RoundingMode.HALF_EVEN),
        BigDecimal.valueOf(baseline.score()).setScale(1, RoundingMode.HALF_EVEN).doubleValue(),
        baseline.typicalDay(),
        driver.getKey(),
        driver.getValue(),
        deployment);
  }
}
