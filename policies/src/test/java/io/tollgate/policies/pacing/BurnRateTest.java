package io.tollgate.policies.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BurnRateTest {

  private static final long SECOND = 1_000;
  private static final BurnAlert FAST =
      new BurnAlert("fast", Duration.ofHours(1), Duration.ofMinutes(5), 14.4);

  private final BurnRate burn = new BurnRate(20_000, List.of(FAST));

  @Test
  void the_alerts_of_the_workbook_are_scaled_to_the_window() {
    assertThat(BurnAlert.forWindow(Duration.ofDays(30)))
        .containsExactly(
            FAST,
            new BurnAlert("slow", Duration.ofHours(6), Duration.ofMinutes(30), 6),
            new BurnAlert("drift", Duration.ofDays(3), Duration.ofHours(6), 1));
    assertThat(BurnAlert.forWindow(Duration.ofDays(7)).getFirst())
        .isEqualTo(new BurnAlert("fast", Duration.ofMinutes(14), Duration.ofSeconds(70), 14.4));
    assertThat(BurnAlert.forWindow(Duration.ofMinutes(10)).getFirst().still())
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void losses_at_the_allowed_rate_burn_at_one() {
    for (int second = 0; second < 3_600; second++) {
      burn.spent(20_000, second * SECOND);
    }
    BurnRate.Reading reading = burn.readings(3_599 * SECOND).getFirst();
    assertThat(reading.overRate()).isCloseTo(1, within(1e-9));
    assertThat(reading.stillRate()).isCloseTo(1, within(1e-9));
    assertThat(reading.requests()).isEqualTo(3_600);
    assertThat(reading.firing()).isFalse();
    assertThat(reading.why())
        .isEqualTo(
            "fast: losses are 1.0 times what is allowed over 1h and 1.0 times over 5m, of 3600"
                + " requests; the alert is at 14.4 times");
  }

  @Test
  void fifteen_times_the_allowed_loss_fires_and_ends_minutes_after_its_cause() {
    for (int second = 0; second < 3_600; second++) {
      burn.spent(300_000, second * SECOND);
    }
    BurnRate.Reading burning = burn.readings(3_599 * SECOND).getFirst();
    assertThat(burning.firing()).isTrue();
    assertThat(burning.why()).endsWith("the budget is spent too fast");
    for (int second = 3_600; second < 3_720; second++) {
      burn.spent(0, second * SECOND);
    }
    BurnRate.Reading after = burn.readings(3_719 * SECOND).getFirst();
    assertThat(after.firing()).isFalse();
  }

  @Test
  void a_loss_that_is_over_is_said_to_be_over() {
    for (int second = 0; second < 3_300; second++) {
      burn.spent(330_000, second * SECOND);
    }
    for (int second = 3_300; second < 3_600; second++) {
      burn.spent(0, second * SECOND);
    }
    BurnRate.Reading reading = burn.readings(3_599 * SECOND).getFirst();
    assertThat(reading.overRate()).isGreaterThan(14.4);
    assertThat(reading.firing()).isFalse();
    assertThat(reading.why()).endsWith("it is over");
  }

  @Test
  void few_requests_and_judged_samples_that_may_be_chance_do_not_fire() {
    for (int i = 0; i < 29; i++) {
      burn.spent(1_000_000, SECOND);
    }
    assertThat(burn.readings(SECOND).getFirst().firing()).isFalse();
    assertThat(burn.readings(SECOND).getFirst().why()).endsWith("too few to say anything");
    BurnRate other = new BurnRate(20_000, List.of(FAST));
    for (int i = 0; i < 100; i++) {
      other.spent(20_000, SECOND);
    }
    // One judged loss at one in fifty stands for fifty requests: half of all, or chance.
    other.judged(1_000_000, 20_000, 20_000, SECOND);
    BurnRate.Reading reading = other.readings(SECOND).getFirst();
    assertThat(reading.overRate()).isGreaterThan(14.4);
    assertThat(reading.firing()).isFalse();
    assertThat(reading.why()).endsWith("that may be chance");
  }

  @Test
  void judged_losses_without_end_do_fire() {
    for (int i = 0; i < 1_000; i++) {
      burn.spent(20_000, i * SECOND);
      if (i % 20 == 0) {
        burn.judged(i % 40 == 0 ? 1_000_000 : 0, 20_000, 50_000, i * SECOND);
      }
    }
    assertThat(burn.readings(999 * SECOND).getFirst().firing()).isTrue();
  }

  @Test
  void a_rate_that_no_loss_reaches_is_lowered_to_half_of_every_answer() {
    BurnRate wide = new BurnRate(100_000, List.of(FAST));
    for (int second = 0; second < 3_600; second++) {
      wide.spent(600_000, second * SECOND);
    }
    assertThat(wide.readings(3_599 * SECOND).getFirst().firing()).isTrue();
  }

  @Test
  void what_is_older_than_the_span_is_forgotten_and_a_clock_may_go_back() {
    for (int i = 0; i < 100; i++) {
      burn.spent(500_000, i);
    }
    burn.spent(0, 2 * 3_600 * SECOND);
    burn.spent(40_000, 0);
    BurnRate.Reading reading = burn.readings(3_600 * SECOND).getFirst();
    assertThat(reading.requests()).isEqualTo(2);
    assertThat(reading.overRate()).isCloseTo(1, within(1e-9));
  }
}
