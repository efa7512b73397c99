package io.tollgate.bench.routing.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class CalibrationTest {

  @Test
  void ece_is_the_weighted_distance_of_bins() {
    Calibration.Tally tally = new Calibration.Tally();
    // Bin 13 of 15: expected 0.9, real 0.75; three quarters of the cells are in it.
    tally.add(0.9, 1);
    tally.add(0.9, 1);
    tally.add(0.9, 0.25);
    // Bin 1: expected 0.1, real 0.5.
    tally.add(0.1, 0.5);
    Calibration calibration = tally.calibration();
    assertThat(calibration.ece()).isCloseTo(0.75 * 0.15 + 0.25 * 0.4, within(1e-12));
    assertThat(calibration.brier())
        .isCloseTo((0.01 + 0.01 + 0.65 * 0.65 + 0.16) / 4, within(1e-12));
    assertThat(calibration.bins()).hasSize(2);
  }

  @Test
  void what_comes_as_expected_has_no_error() {
    Calibration.Tally tally = new Calibration.Tally();
    tally.add(0.5, 1);
    tally.add(0.5, 0);
    assertThat(tally.calibration().ece()).isZero();
  }

  @Test
  void cells_that_are_unknown_are_passed_over_and_the_ends_have_a_bin() {
    Calibration.Tally tally = new Calibration.Tally();
    tally.add(Double.NaN, 1);
    tally.add(0.5, Double.NaN);
    tally.add(1, 1);
    tally.add(-0.01, 0);
    assertThat(tally.calibration().bins()).hasSize(2);
  }
}
