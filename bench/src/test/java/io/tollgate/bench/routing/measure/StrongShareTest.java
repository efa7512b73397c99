package io.tollgate.bench.routing.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Four questions; the strong model answers three of them, the weak one one. */
final class StrongShareTest {

  private static final double[] WEAK = {1, 0, 0, 0};
  private static final double[] STRONG = {1, 1, 1, 0};

  @Test
  void who_sends_the_right_questions_first_recovers_all_with_half_of_the_calls() {
    StrongShare.Figures figures = of(new double[] {0.2, 0.9, 0.8, 0.1});
    // PGR is 0, 0.5, 1, 1, 1 at shares of 0, 1/4, 1/2, 3/4, 1.
    assertThat(figures.apgr().value())
        .isCloseTo((0.5 * (0 + 0.5) + 0.5 * (0.5 + 1) + 1 + 1) / 4, within(1e-12));
    assertThat(figures.cpt50().value()).isCloseTo(0.25, within(1e-9));
    assertThat(figures.cpt80().value()).isCloseTo(0.25 + 0.6 * 0.25, within(1e-9));
  }

  @Test
  void who_sends_them_last_recovers_late() {
    StrongShare.Figures figures = of(new double[] {0.9, 0.2, 0.1, 0.8});
    // PGR is 0, 0, 0, 0.5, 1.
    assertThat(figures.apgr().value()).isCloseTo((0.25 + 0.75) / 4, within(1e-12));
    assertThat(figures.cpt50().value()).isCloseTo(0.75, within(1e-9));
  }

  @Test
  void who_cannot_tell_is_as_good_as_chance() {
    StrongShare.Figures figures = of(new double[] {0.3, 0.3, 0.3, 0.3});
    assertThat(figures.apgr().value()).isCloseTo(0.5, within(1e-12));
    assertThat(figures.cpt50().value()).isCloseTo(0.5, within(1e-9));
    assertThat(figures.cpt80().value()).isCloseTo(0.8, within(1e-9));
  }

  @Test
  void knowing_where_the_weak_model_is_the_better_one_is_worth_more_than_the_strong_model() {
    StrongShare.Figures figures =
        StrongShare.of(
            new double[] {1, 1, -1},
            new double[] {0, 0, 1},
            new double[] {1, 1, 0},
            new Resamples(3, 1));
    // PGR is 0, 1, 2, 1: the gap is one question.
    assertThat(figures.apgr().value()).isCloseTo((0.5 + 1.5 + 1.5) / 3, within(1e-12));
  }

  @Test
  void chance_stays_at_half_on_many_questions() {
    int seed = 5;
    Random random = new Random(seed);
    double[] gains = random.doubles(4_000).toArray();
    double[] weak = random.ints(4_000, 0, 2).asDoubleStream().toArray();
    double[] strong = random.doubles(4_000).map(draw -> draw < 0.8 ? 1 : 0).toArray();
    StrongShare.Figures figures = StrongShare.of(gains, weak, strong, new Resamples(4_000, seed));
    assertThat(figures.apgr().value()).as("seed %d", seed).isBetween(0.46, 0.54);
    assertThat(figures.apgr().low()).isLessThan(figures.apgr().value());
    assertThat(figures.apgr().high()).isGreaterThan(figures.apgr().value());
  }

  private static StrongShare.Figures of(double[] gains) {
    return StrongShare.of(gains, WEAK, STRONG, new Resamples(4, 1));
  }
}
