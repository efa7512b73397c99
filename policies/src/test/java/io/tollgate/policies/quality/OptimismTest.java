package io.tollgate.policies.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OptimismTest {

  private static final int ROWS = 8_000;
  private static final double[] COSTS = {1.0, 0.1, 0.1, 0.1};

  /** The first is right three times of four, the others seven times of ten, whatever is asked. */
  private static double[][] actual(Random random) {
    double[][] actual = new double[ROWS][COSTS.length];
    for (double[] row : actual) {
      for (int c = 0; c < row.length; c++) {
        row[c] = random.nextDouble() < (c == 0 ? 0.75 : 0.70) ? 1 : 0;
      }
    }
    return actual;
  }

  private static double[][] forecasts(Random random, double noise) {
    double[][] forecasts = new double[ROWS][COSTS.length];
    for (double[] row : forecasts) {
      for (int c = 0; c < row.length; c++) {
        row[c] = (c == 0 ? 0.75 : 0.70) + (c == 0 ? 0 : noise * random.nextGaussian());
      }
    }
    return forecasts;
  }

  @Test
  void the_best_of_noisy_forecasts_is_too_high() {
    Random random = new Random(1);
    double[][] actual = actual(random);
    // The highest of three with a deviation of 0.03 lies 0.025 above their mean, and where the
    // first is still taken, those that are not are the higher ones.
    assertThat(Optimism.of(forecasts(random, 0.03), actual, COSTS, COSTS.length))
        .isBetween(0.02f, 0.05f);
  }

  @Test
  void forecasts_that_do_not_err_leave_no_more_than_chance() {
    Random random = new Random(2);
    double[][] actual = actual(random);
    assertThat(Optimism.of(forecasts(random, 0), actual, COSTS, COSTS.length))
        .isBetween(0f, 0.015f);
  }

  @Test
  void where_nobody_knows_what_models_cost_nothing_is_said() {
    double[] unknown = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
    Random random = new Random(3);
    assertThat(Optimism.of(forecasts(random, 0.03), actual(random), unknown, unknown.length))
        .isZero();
  }
}
