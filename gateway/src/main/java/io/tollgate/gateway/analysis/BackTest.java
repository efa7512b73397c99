package io.tollgate.gateway.analysis;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/**
 * How good forecasts of months would have been: each is made with nothing but what was known then
 * (rolling origin), and held against how the month ended.
 *
 * @param name what was forecast
 * @param forecasts how many were made; 0 where the history is too short
 * @param mapePercent mean absolute error of the estimates, in percent of what the month came to
 * @param naivePercent the same of the naive forecast: the last seven days over again
 * @param coveragePercent how often the month ended within the bounds
 */
public record BackTest(
    String name, int forecasts, double mapePercent, double naivePercent, double coveragePercent) {

  private static final List<Integer> ORIGINS = List.of(4, 8, 12, 16, 20, 24);
  private static final int WEEK = 7;
  private static final int SERIES = 10;

  /** A back test as it goes on. */
  private static final class Tally {

    private int forecasts;
    private double errors;
    private double naiveErrors;
    private int covered;

    void add(DailySpend spend) {
      YearMonth last = YearMonth.from(spend.end());
      for (YearMonth month = YearMonth.from(spend.first());
          month.isBefore(last);
          month = month.plusMonths(1)) {
        for (int origin : ORIGINS) {
          DailySpend known = spend.before(month.atDay(origin));
          if (known.days() >= MonthForecast.DAYS_MIN) {
            add(spend, known, month);
          }
        }
      }
    }

    private void add(DailySpend spend, DailySpend known, YearMonth month) {
      LocalDate first = month.atDay(1);
      LocalDate end = month.plusMonths(1).atDay(1);
      double actual = spend.sum(first, end);
      if (actual <= 0) {
        return;
      }
      double spent = known.sum(first, end);
      MonthForecast.Estimate rest = MonthForecast.rest(known, first, end);
      double naive = 0;
      for (LocalDate day = known.end(); day.isBefore(end); day = day.plusDays(1)) {
        LocalDate like = day;
        while (!like.isBefore(known.end())) {
          like = like.minusDays(WEEK);
        }
        naive += known.on(like);
      }
      forecasts++;
      errors += Math.abs(spent + rest.median() - actual) / actual;
      naiveErrors += Math.abs(spent + naive - actual) / actual;
      boolean within = actual >= spent + rest.low() && actual <= spent + rest.high();
      covered += within ? 1 : 0;
    }

    BackTest of(String name) {
      int count = Math.max(1, forecasts);
      return new BackTest(
          name,
          forecasts,
          100 * errors / count,
          100 * naiveErrors / count,
          100.0 * covered / count);
    }
  }

  /** The back test of days of spend, from the first whole month that enough is known before. */
  static BackTest of(String name, DailySpend spend) {
    Tally tally = new Tally();
    tally.add(spend);
    return tally.of(name);
  }

  /** The back test of series that are made up, ten of ten months each. */
  static BackTest of(SyntheticSpend kind) {
    Tally tally = new Tally();
    for (long seed = 1; seed <= SERIES; seed++) {
      tally.add(kind.series(seed));
    }
    return tally.of(kind.words());
  }
}
