package io.tollgate.bench.routing.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HullTest {

  /**
   * The point at 2 lies below the line from (1, 0.5) to (3, 0.9), that at 4 is worse and dearer.
   */
  private static final Hull HULL =
      Hull.of(List.of(new Point(4, 0.8), new Point(2, 0.6), new Point(1, 0.5), new Point(3, 0.9)));

  @Test
  void only_points_that_no_mixing_of_others_beats_are_corners() {
    assertThat(HULL.corners()).containsExactly(new Point(1, 0.5), new Point(3, 0.9));
  }

  @Test
  void between_corners_two_of_them_are_mixed() {
    assertThat(HULL.quality(2)).isCloseTo(0.7, within(1e-12));
    assertThat(HULL.costUsd(0.8)).isCloseTo(2.5, within(1e-12));
  }

  @Test
  void beyond_the_corners_nothing_changes() {
    assertThat(HULL.quality(0.1)).isEqualTo(0.5);
    assertThat(HULL.quality(100)).isEqualTo(0.9);
    assertThat(HULL.costUsd(0.1)).isEqualTo(1);
    assertThat(HULL.costUsd(0.95)).isNaN();
  }

  @Test
  void aiq_is_the_mean_quality_between_two_costs() {
    // A straight line from 0.5 to 0.9, so the mean is in the middle.
    assertThat(HULL.aiq(1, 3)).isCloseTo(0.7, within(1e-12));
    // From 1 to 5 half of the way is the line (mean 0.7), half is flat at 0.9.
    assertThat(HULL.aiq(1, 5)).isCloseTo(0.8, within(1e-3));
  }

  @Test
  void of_points_of_one_cost_the_best_counts() {
    assertThat(Hull.of(List.of(new Point(1, 0.2), new Point(1, 0.4))).corners())
        .containsExactly(new Point(1, 0.4));
  }

  @Test
  void a_curve_is_read_at_its_points_without_mixing() {
    Curve curve = new Curve(List.of(new Point(1, 0.5), new Point(2, 0.6), new Point(3, 0.9)));
    assertThat(curve.costUsd(0.55)).isEqualTo(2);
    assertThat(curve.costUsd(0.6)).isEqualTo(2);
    assertThat(curve.costUsd(0.61)).isEqualTo(3);
    assertThat(curve.costUsd(0.91)).isNaN();
    assertThat(curve.maxQuality()).isEqualTo(0.9);
  }
}
