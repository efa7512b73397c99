package io.tollgate.gateway.analysis;

import io.tollgate.gateway.ledger.AccountSpendRow;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/**
 * What was spent on each of a row of UTC days, in doubles: the matter of estimates.
 *
 * @param first the first day
 * @param dollars what was spent on it and on each day after it
 */
record DailySpend(LocalDate first, List<Double> dollars) {

  DailySpend {
    dollars = List.copyOf(dollars);
  }

  /**
   * The spend before a day, from the first day on which there was any.
   *
   * @param rows by the day
   */
  static DailySpend of(List<AccountSpendRow> rows, LocalDate end) {
    LocalDate first = end;
    for (AccountSpendRow row : rows) {
      LocalDate day = LocalDate.parse(row.name());
      first = day.isBefore(first) && row.attempts() > 0 ? day : first;
    }
    double[] dollars = new double[(int) ChronoUnit.DAYS.between(first, end)];
    for (AccountSpendRow row : rows) {
      int at = (int) ChronoUnit.DAYS.between(first, LocalDate.parse(row.name()));
      if (at >= 0 && at < dollars.length) {
        dollars[at] = Quotient.orZero(row.amountUsd()).doubleValue();
      }
    }
    return new DailySpend(first, Arrays.stream(dollars).boxed().toList());
  }

  int days() {
    return dollars.size();
  }

  /** The day after the last. */
  LocalDate end() {
    return first.plusDays(days());
  }

  /** The days before a day; all where it is later than the last. */
  DailySpend before(LocalDate day) {
    int count = Math.clamp(ChronoUnit.DAYS.between(first, day), 0, days());
    return new DailySpend(first, dollars.subList(0, count));
  }

  /** What was spent on a day; 0 where it is none of these. */
  double on(LocalDate day) {
    long at = ChronoUnit.DAYS.between(first, day);
    return at < 0 || at >= days() ? 0 : dollars.get((int) at);
  }

  /** What was spent on days from one on, before another. */
  double sum(LocalDate from, LocalDate to) {
    double sum = 0;
    for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
      sum += on(day);
    }
    return sum;
  }
}
