package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueueingTest {

  @Test
  void nobody_waits_where_nobody_is() {
    assertThat(Queueing.waitMs(0, 8, 1_000)).isZero();
  }

  @Test
  void the_place_that_is_left_is_what_the_wait_is_reckoned_by() {
    assertThat(Queueing.waitMs(1, 1, 1_000)).isZero();
    assertThat(Queueing.waitMs(1, 2, 1_000)).isEqualTo(366);
    assertThat(Queueing.waitMs(2, 2, 1_000)).as("nobody is let in behind it").isEqualTo(366);
  }

  @Test
  void the_wait_grows_with_every_place_that_is_taken_and_stays_under_one_service() {
    for (int places = 1; places < 200; places++) {
      long before = -1;
      for (int taken = 0; taken <= places + 3; taken++) {
        long wait = Queueing.waitMs(taken, places, 2_000);
        assertThat(wait).as("%d of %d", taken, places).isBetween(Math.max(0, before), 2_000L);
        before = wait;
      }
    }
  }

  @Test
  void many_places_that_are_half_taken_make_nobody_wait() {
    assertThat(Queueing.waitMs(32, 64, 10_000)).isLessThan(10);
  }

  @Test
  void where_nothing_is_known_of_the_service_nothing_is_added() {
    assertThat(Queueing.waitMs(7, 8, 0)).isZero();
  }
}
