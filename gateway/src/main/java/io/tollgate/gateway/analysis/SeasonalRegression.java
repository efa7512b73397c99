package io.tollgate.gateway.analysis;

import java.time.LocalDate;
import java.util.random.RandomGenerator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * A regression of daily spend on the day of the week and on time: the logarithm of a day's spend is
 * a level for its weekday, a trend, and an error that may last (AR(1)).
 *
 * <p>Fitted by weighted least squares over the last eight weeks, where a day counts half as much as
 * one eighteen days later; single odd days are drawn in to three robust standard deviations before
 * the last fit, so that one incident is no trend. The logarithm is of the spend and a hundredth of
 * its mean, which lets days be without spend.
 */
final class SeasonalRegression {

  /** So that each weekday was there three times. */
  static final int DAYS_MIN = 21;

  private static final int DAYS_MAX = 56;
  private static final int WEEK = 7;
  private static final int TERMS = WEEK + 1;
  private static final double HALF_LIFE_DAYS = 18;
  private static final double OFFSET_SHARE = 0.01;

  /** What makes a median of absolute deviations a standard deviation, of normal errors. */
  private static final double MAD_TO_SIGMA = 1.4826;

  private static final double SIGMAS_MAX = 3;
  private static final int FITS = 3;
  private static final double RIDGE = 1e-9;

  /** Draws the trend towards none: most growth of eight weeks does not go on. */
  private static final double TREND_RIDGE = 3_000;

  /** Beyond it the trend of eight weeks would be carried on for ever: a tenth a day is a rout. */
  private static final double TREND_MAX = 0.1;

  private static final double PERSISTENCE_MAX = 0.95;

  private final LocalDate origin;
  private final double offset;
  private final double[] terms;

  /** The lower triangle of a root of the terms' covariance. */
  private final DMatrixRMaj spread;

  private final double persistence;
  private final double lastError;
  private final double[] shocks;

  private SeasonalRegression(
      LocalDate origin,
      double offset,
      double[] terms,
      DMatrixRMaj spread,
      double persistence,
      double lastError,
      double[] shocks) {
    this.origin = origin;
    this.offset = offset;
    this.terms = terms;
    this.spread = spread;
    this.persistence = persistence;
    this.lastError = lastError;
    this.shocks = shocks;
  }

  /**
   * Fits days of spend.
   *
   * @throws IllegalArgumentException where there are fewer than {@value #DAYS_MIN}
   */
  static SeasonalRegression fit(DailySpend spend) {
    int days = Math.min(spend.days(), DAYS_MAX);
    if (days < DAYS_MIN) {
      throw new IllegalArgumentException(
          "days: " + days + " (expected: at least " + DAYS_MIN + ")");
    }
    LocalDate origin = spend.end();
    LocalDate first = origin.minusDays(days);
    double offset = Math.max(1e-12, OFFSET_SHARE * spend.sum(first, origin) / days);
    DMatrixRMaj design = new DMatrixRMaj(days, TERMS);
    double[] logs = new double[days];
    double[] weights = new double[days];
    for (int i = 0; i < days; i++) {
      LocalDate day = first.plusDays(i);
      design.set(i, weekday(day), 1);
      design.set(i, WEEK, i - days);
      logs[i] = Math.log(Math.max(0, spend.on(day)) + offset);
      weights[i] = Math.pow(0.5, (days - 1 - i) / HALF_LIFE_DAYS);
    }
    DMatrixRMaj inverse = inverse(design, weights);
    double[] drawnIn = logs.clone();
    double[] terms = solve(design, weights, inverse, drawnIn);
    for (int fit = 1; fit < FITS; fit++) {
      double[] errors = errors(design, logs, terms);
      double bound = SIGMAS_MAX * Math.max(1e-6, MAD_TO_SIGMA * Robust.medianOfAbsolutes(errors));
      for (int i = 0; i < days; i++) {
        drawnIn[i] = logs[i] - errors[i] + Math.clamp(errors[i], -bound, bound);
      }
      terms = solve(design, weights, inverse, drawnIn);
    }
    double persistence = persistence(errors(design, drawnIn, terms));
    // What is odd is no trend, but it may come again.
    double[] errors = errors(design, logs, terms);
    double[] shocks = new double[days - 1];
    double inflation = Math.sqrt((double) days / Math.max(1, days - TERMS));
    double squares = 0;
    for (int i = 1; i < days; i++) {
      shocks[i - 1] = inflation * (errors[i] - persistence * errors[i - 1]);
      squares += errors[i] * errors[i];
    }
    double variance = squares / Math.max(1, days - TERMS);
    CommonOps_DDRM.scale(variance * (1 + persistence) / (1 - persistence), inverse);
    return new SeasonalRegression(
        origin, offset, terms, root(inverse), persistence, errors[days - 1], shocks);
  }

  private static int weekday(LocalDate day) {
    return day.getDayOfWeek().getValue() - 1;
  }

  private static DMatrixRMaj inverse(DMatrixRMaj design, double[] weights) {
    DMatrixRMaj normal = new DMatrixRMaj(TERMS, TERMS);
    for (int row = 0; row < design.numRows; row++) {
      for (int i = 0; i < TERMS; i++) {
        for (int j = 0; j < TERMS; j++) {
          normal.add(i, j, weights[row] * design.get(row, i) * design.get(row, j));
        }
      }
    }
    for (int i = 0; i < WEEK; i++) {
      normal.add(i, i, RIDGE);
    }
    normal.add(WEEK, WEEK, TREND_RIDGE);
    CommonOps_DDRM.invert(normal);
    return normal;
  }

  private static double[] solve(
      DMatrixRMaj design, double[] weights, DMatrixRMaj inverse, double[] logs) {
    DMatrixRMaj right = new DMatrixRMaj(TERMS, 1);
    for (int row = 0; row < design.numRows; row++) {
      for (int i = 0; i < TERMS; i++) {
        right.add(i, 0, weights[row] * design.get(row, i) * logs[row]);
      }
    }
    DMatrixRMaj terms = new DMatrixRMaj(TERMS, 1);
    CommonOps_DDRM.mult(inverse, right, terms);
    return terms.data;
  }

  private static double[] errors(DMatrixRMaj design, double[] logs, double[] terms) {
    double[] errors = new double[logs.length];
    for (int row = 0; row < logs.length; row++) {
      double fitted = 0;
      for (int i = 0; i < TERMS; i++) {
        fitted += design.get(row, i) * terms[i];
      }
      errors[row] = logs[row] - fitted;
    }
    return errors;
  }

  private static double persistence(double[] errors) {
    double products = 0;
    double squares = 0;
    for (int i = 1; i < errors.length; i++) {
      products += errors[i] * errors[i - 1];
      squares += errors[i - 1] * errors[i - 1];
    }
    return squares == 0 ? 0 : Math.clamp(products / squares, 0, PERSISTENCE_MAX);
  }

  private static DMatrixRMaj root(DMatrixRMaj covariance) {
    for (int i = 0; i < TERMS; i++) {
      covariance.add(i, i, 1e-15);
    }
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(TERMS, true);
    return cholesky.decompose(covariance) ? cholesky.getT(null) : new DMatrixRMaj(TERMS, TERMS);
  }

  /**
   * One way in which the days that follow may go: the sum of the spend of some of them.
   *
   * @param from the first day of the sum
   * @param to the day after the last
   */
  double drawSum(LocalDate from, LocalDate to, RandomGenerator random) {
    double[] drawn = terms.clone();
    double[] normal = new double[TERMS];
    for (int i = 0; i < TERMS; i++) {
      normal[i] = random.nextGaussian();
      for (int j = 0; j <= i; j++) {
        drawn[i] += spread.get(i, j) * normal[j];
      }
    }
    double trend = Math.clamp(drawn[WEEK], -TREND_MAX, TREND_MAX);
    double error = lastError;
    double sum = 0;
    int ahead = 0;
    for (LocalDate day = origin; day.isBefore(to); day = day.plusDays(1)) {
      error = persistence * error + shocks[random.nextInt(shocks.length)];
      if (!day.isBefore(from)) {
        sum += Math.max(0, Math.exp(drawn[weekday(day)] + trend * ahead + error) - offset);
      }
      ahead++;
    }
    return sum;
  }
}
