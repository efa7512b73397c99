package io.tollgate.gateway.analysis;

import io.tollgate.gateway.ledger.AccountSpendRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where the spend of a month will end: what was spent, and an estimate of the rest.
 *
 * <p>The estimate is the median of a thousand ways in which the days that are left may go ({@link
 * SeasonalRegression}), the bounds are their tenth and ninetieth hundredth. It is a function of its
 * arguments: asked again it says the same.
 *
 * @param account of which account
 * @param month the month, in UTC
 * @param asOf the first day that is estimated; what was spent on it so far is not counted
 * @param daysKnown days of spend that the estimate rests on
 * @param spentUsd exact dollars spent in the month before that day
 * @param estimateUsd an estimate of the whole month, in cents; {@code null} where too little is
 *     known
 * @param lowUsd in four of five cases it is not less than this, or more than the next
 * @param highUsd the upper bound
 * @param unpricedAttempts attempts in the month without a price: they are in no figure here
 */
public record MonthForecast(
    String account,
    YearMonth month,
    LocalDate asOf,
    int daysKnown,
    BigDecimal spentUsd,
    @Nullable BigDecimal estimateUsd,
    @Nullable BigDecimal lowUsd,
    @Nullable BigDecimal highUsd,
    long unpricedAttempts) {

  /** Days of history without which there is no estimate. */
  public static final int DAYS_MIN = SeasonalRegression.DAYS_MIN;

  /** How often the month is to end between the bounds. */
  public static final double COVERAGE = 0.8;

  private static final int WAYS = 1_000;
  private static final long SEED = 20_261_130;

  /** A sum of days to come. */
  record Estimate(double median, double low, double high) {}

  /**
   * The forecast of a month.
   *
   * @param days what was spent, by the day
   * @param asOf the first day that is not over yet
   */
  public static MonthForecast of(
      String account, List<AccountSpendRow> days, YearMonth month, LocalDate asOf) {
    LocalDate first = month.atDay(1);
    LocalDate end = month.plusMonths(1).atDay(1);
    LocalDate from = asOf.isAfter(end) ? end : asOf;
    BigDecimal spent = BigDecimal.ZERO;
    long unpriced = 0;
    for (AccountSpendRow row : days) {
      LocalDate day = LocalDate.parse(row.name());
      if (!day.isBefore(first) && day.isBefore(from)) {
        spent = spent.add(Quotient.orZero(row.amountUsd()));
        unpriced += row.unpricedAttempts();
      }
    }
    DailySpend known = DailySpend.of(days, from);
    boolean over = !from.isBefore(end);
    if (!over && known.days() < DAYS_MIN) {
      return new MonthForecast(
          account, month, from, known.days(), spent, null, null, null, unpriced);
    }
    Estimate rest = over ? new Estimate(0, 0, 0) : rest(known, first, end);
    return new MonthForecast(
        account,
        month,
        from,
        known.days(),
        spent,
        cents(spent, rest.median()),
        cents(spent, rest.low()),
        cents(spent, rest.high()),
        unpriced);
  }

  /** An estimate of the days from the end of those that are known, or the first of the month. */
  static Estimate rest(DailySpend known, LocalDate first, LocalDate end) {
    SeasonalRegression model = SeasonalRegression.fit(known);
    SplittableRandom random = new SplittableRandom(SEED);
    double[] sums = new double[WAYS];
    for (int way = 0; way < WAYS; way++) {
      // Of a month that has not begun, only its own days count.
      sums[way] = model.drawSum(known.end().isBefore(first) ? first : known.end(), end, random);
    }
    double tail = (1 - COVERAGE) / 2;
    return new Estimate(
        Robust.median(sums), Robust.quantile(sums, tail), Robust.quantile(sums, 1 - tail));
  }

  private static BigDecimal cents(BigDecimal spent, double rest) {
    return spent.add(BigDecimal.valueOf(rest)).setScale(2, RoundingMode.HALF_EVEN);
  }
}
