package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LatencySketchTest {

  private static final List<Double> PARTS = List.of(0.01, 0.1, 0.5, 0.9, 0.95, 0.99, 1.0);

  private record Seen(long value, long nanos) {}

  /** The smallest value that has at least this part of the weights at or below it. */
  private static long exact(List<Seen> seen, double part) {
    double[] weights = new double[seen.size()];
    double next = 1;
    double total = 0;
    for (int i = 0; i < weights.length; i++) {
      if (i > 0) {
        double passed = seen.get(i).nanos() - seen.get(i - 1).nanos();
        next *=
            Math.pow(
                2,
                1.0 / LatencySketch.HALF_LIFE_COUNT + passed / LatencySketch.HALF_LIFE.toNanos());
      }
      weights[i] = next;
      total += next;
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingLong(i -> seen.get(i).value()));
    double sum = 0;
    for (int i : order) {
      sum += weights[i];
      if (sum >= part * total) {
        return seen.get(i).value();
      }
    }
    return seen.get(order.getLast()).value();
  }

  @Test
  void a_quantile_is_as_near_to_the_exact_one_as_is_promised() {
    for (int seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      LatencySketch sketch = new LatencySketch();
      List<Seen> seen = new ArrayList<>();
      int count = 1 + random.nextInt(400);
      long nanos = random.nextLong();
      double spread = 1 + random.nextInt(20);
      for (int i = 0; i < count; i++) {
        nanos += random.nextLong(Duration.ofSeconds(20).toNanos());
        long value = (long) Math.exp(random.nextDouble() * spread);
        sketch.add(value, nanos);
        seen.add(new Seen(Math.min(value, LatencySketch.MAX_VALUE), nanos));
      }
      for (double part : PARTS) {
        // A rank that lies on the border of two values may fall to either side of it.
        long below = exact(seen, part - 1e-9);
        long above = exact(seen, Math.min(1, part + 1e-9));
        assertThat((double) sketch.quantile(part))
            .as("seed %d, part %s", seed, part)
            .isBetween(
                below * (1 - LatencySketch.MAX_ERROR), above * (1 + LatencySketch.MAX_ERROR));
      }
    }
  }

  @Test
  void one_value_is_every_quantile_and_small_ones_are_exact() {
    for (long value : List.of(0L, 1L, 7L, 8L, 15L)) {
      LatencySketch sketch = new LatencySketch();
      sketch.add(value, 0);
      PARTS.forEach(part -> assertThat(sketch.quantile(part)).isEqualTo(value));
    }
  }

  @Test
  void where_nothing_was_seen_nothing_is_known() {
    LatencySketch sketch = new LatencySketch();
    assertThat(sketch.isEmpty()).isTrue();
    assertThat(sketch.quantile(0.5)).isEqualTo(-1);
  }

  @Test
  void values_out_of_range_are_taken_for_the_nearest_in_it() {
    LatencySketch sketch = new LatencySketch();
    sketch.add(-5, 0);
    assertThat(sketch.quantile(1)).isZero();
    sketch.add(Long.MAX_VALUE, 0);
    assertThat((double) sketch.quantile(1))
        .isCloseTo(LatencySketch.MAX_VALUE, within(LatencySketch.MAX_VALUE / 16.0));
  }

  @Test
  void a_deployment_that_becomes_slow_is_noticed_within_its_half_life() {
    LatencySketch sketch = new LatencySketch();
    for (int i = 0; i < 10_000; i++) {
      sketch.add(100, 0);
    }
    int p90 = 0;
    int p50 = 0;
    for (int i = 1; p50 == 0; i++) {
      sketch.add(5_000, 0);
      p90 = p90 == 0 && sketch.quantile(0.9) > 4_000 ? i : p90;
      p50 = sketch.quantile(0.5) > 4_000 ? i : 0;
    }
    assertThat(p90).isEqualTo(5);
    assertThat(p50).isBetween(LatencySketch.HALF_LIFE_COUNT, LatencySketch.HALF_LIFE_COUNT + 1);
  }

  @Test
  void the_past_of_a_quiet_deployment_fades_with_time() {
    LatencySketch sketch = new LatencySketch();
    for (int i = 0; i < 30; i++) {
      sketch.add(5_000, 0);
    }
    sketch.add(100, Duration.ofHours(1).toNanos());
    assertThat(sketch.quantile(0.9)).isBetween(94L, 106L);
  }

  @Test
  void a_clock_that_stands_still_or_jumps_far_does_no_harm() {
    LatencySketch sketch = new LatencySketch();
    long nanos = Long.MAX_VALUE - 10;
    for (int i = 0; i < 100_000; i++) {
      sketch.add(200, nanos);
      nanos += i % 1_000 == 0 ? Duration.ofDays(400).toNanos() : i % 7 - 3;
    }
    assertThat(sketch.quantile(0.5)).isBetween(188L, 212L);
  }
}
