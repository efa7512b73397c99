package io.tollgate.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MeterClockTest {

  @Test
  void the_time_of_day_goes_on_with_each_tick_and_only_then() {
    MeterClock clock = new MeterClock();
    long shown = clock.wallTime();
    long monotonic = clock.monotonicTime();
    while (System.currentTimeMillis() <= shown) {
      Thread.onSpinWait();
    }
    assertThat(clock.wallTime()).isEqualTo(shown);
    assertThat(clock.monotonicTime()).isGreaterThan(monotonic);
    long before = System.currentTimeMillis();
    clock.tick();
    assertThat(clock.wallTime()).isBetween(before, System.currentTimeMillis());
  }
}
