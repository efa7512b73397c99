package io.tollgate.gateway.analysis;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a day's spend is to be expected to be, from the eight weeks before it.
 *
 * <p>Of the logarithm of spend: the median of its weekday, moved by the median by which the last
 * seven days were off theirs, so that growth is followed and a new level is the usual one after
 * four days. The scale is the median absolute deviation of all days of these weeks from what was to
 * be expected of them in the same way; no single odd day moves either (Rousseeuw and Croux,
 * <i>Alternatives to the Median Absolute Deviation</i>, 1993, on both). The logarithm is of the
 * spend and a hundredth of its median, which lets days be without spend.
 *
 * @param expectedDollars an estimate
 * @param scale a robust standard deviation of the logarithm, at least {@value #SCALE_MIN}
 * @param score by how many of these the day is off; positive where it spent more
 * @param typicalDay of its weekday the day in the middle, by what was spent
 */
record SpendBaseline(double expectedDollars, double scale, double score, LocalDate typicalDay) {

  /** Days of history without which nothing is expected: three of each weekday. */
  static final int DAYS_MIN = 21;

  /** Days before a day that count. */
  static final int DAYS_MAX = 56;

  private static final int WEEK = 7;
  private static final double OFFSET_SHARE = 0.01;
  private static final double MAD_TO_SIGMA = 1.4826;

  /** Less regular than this nobody's spend is: amounts that never change would make all odd. */
  private static final double SCALE_MIN = 0.05;

  /** The baseline of a day; {@code null} where too little is known before it. */
  static @Nullable SpendBaseline of(DailySpend spend, LocalDate day) {
    DailySpend before = spend.before(day);
    int days = Math.min(before.days(), DAYS_MAX);
    if (days < DAYS_MIN) {
      return null;
    }
    LocalDate first = day.minusDays(days);
    double[] positive =
        IntStream.range(0, days)
            .mapToDouble(i -> before.on(first.plusDays(i)))
            .filter(dollars -> dollars > 0)
            .toArray();
    if (positive.length == 0) {
      return null;
    }
    double offset = OFFSET_SHARE * Robust.median(positive);
    double[] logs = new double[days + 1];
    for (int i = 0; i <= days; i++) {
      logs[i] = Math.log(Math.max(0, spend.on(first.plusDays(i))) + offset);
    }
    double[] weekly = new double[WEEK];
    for (int phase = 0; phase < WEEK; phase++) {
      weekly[phase] = Robust.median(every(logs, phase, days));
    }
    double[] off = new double[days];
    for (int i = 0; i < days; i++) {
      off[i] = logs[i] - weekly[i % WEEK];
    }
    double[] errors = new double[days - WEEK];
    for (int i = WEEK; i < days; i++) {
      errors[i - WEEK] = off[i] - level(off, i);
    }
    double scale = Math.max(SCALE_MIN, MAD_TO_SIGMA * Robust.medianOfAbsolutes(errors));
    double expected = weekly[days % WEEK] + level(off, days);
    return new SpendBaseline(
        Math.max(0, Math.exp(expected) - offset),
        scale,
        (logs[days] - expected) / scale,
        typical(before, day, days));
  }

  /** By how much the seven days before one were off their weekdays. */
  private static double level(double[] off, int at) {
    return Robust.median(Arrays.copyOfRange(off, at - WEEK, at));
  }

  private static double[] every(double[] logs, int phase, int days) {
    return IntStream.range(0, days)
        .filter(i -> i % WEEK == phase)
        .mapToDouble(i -> logs[i])
        .toArray();
  }

  private static LocalDate typical(DailySpend before, LocalDate day, int days) {
    List<LocalDate> alike =
        IntStream.rangeClosed(1, days / WEEK)
            .mapToObj(weeks -> day.minusDays((long) weeks * WEEK))
            .sorted(Comparator.comparingDouble(before::on).thenComparing(Comparator.naturalOrder()))
            .toList();
    return alike.get(alike.size() / 2);
  }
}
