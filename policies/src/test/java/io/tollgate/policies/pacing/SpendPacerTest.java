package io.tollgate.policies.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.money.Picodollars;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SpendPacerTest {

  private static final long NOON = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  private static SpendPacer pacer(String dollars, Window window) {
    return new SpendPacer(
        new SpendBudget(Picodollars.ofDollars(dollars), window), SpendState.fresh(NOON));
  }

  /** A router that takes the cheaper of two models where money is scarce: 3 cents or 1 tenth. */
  private static Picodollars choice(SpendPacer pacer, Random random) {
    double worth = 0.06 * random.nextDouble();
    double weight = pacer.costWeightPpm() / 1e6;
    return Picodollars.ofDollars(worth > 0.029 * weight ? "0.03" : "0.001");
  }

  @RepeatedTest(5)
  void money_of_a_day_lasts_to_its_end_and_is_used(RepetitionInfo run) {
    Random random = new Random(run.getCurrentRepetition());
    SpendPacer pacer = pacer("10", Window.Calendar.DAY);
    for (int minute = 0; minute < 1_440; minute++) {
      pacer.spent(choice(pacer, random), NOON + minute * MINUTE);
    }
    // Left to itself this router spends about 23 dollars in a day.
    Picodollars left = pacer.remaining(NOON + 1_439 * MINUTE);
    assertThat(left).isBetween(Picodollars.ofDollars("-0.30"), Picodollars.ofDollars("1.50"));
  }

  @RepeatedTest(5)
  void a_rolling_budget_comes_back_evenly(RepetitionInfo run) {
    Random random = new Random(run.getCurrentRepetition());
    SpendPacer pacer = pacer("10", new Window.Rolling(Duration.ofDays(1)));
    Picodollars spent = Picodollars.ZERO;
    for (int minute = 0; minute < 3 * 1_440; minute++) {
      Picodollars cost = choice(pacer, random);
      spent = spent.plus(cost);
      pacer.spent(cost, NOON + minute * MINUTE);
    }
    assertThat(spent).isBetween(Picodollars.ofDollars("26"), Picodollars.ofDollars("36"));
  }

  @Test
  void money_that_is_enough_weighs_nothing() {
    SpendPacer pacer = pacer("1000", Window.Calendar.MONTH);
    for (int minute = 0; minute < 5_000; minute++) {
      pacer.spent(Picodollars.ofDollars("0.001"), NOON + minute * MINUTE);
    }
    assertThat(pacer.costWeightPpm()).isEqualTo(1_000_000);
  }

  @Test
  void the_weight_stays_within_bounds_however_much_is_overspent() {
    SpendPacer pacer = pacer("0.01", Window.Calendar.MONTH);
    for (int i = 0; i < 5_000; i++) {
      pacer.spent(Picodollars.ofDollars("9"), NOON + i);
      assertThat(pacer.costWeightPpm()).isBetween(1_000_000L, 1_000_000_000L);
    }
    assertThat(pacer.costWeightPpm()).isEqualTo(1_000_000_000L);
    assertThat(pacer.remaining(NOON + 5_000))
        .isEqualTo(Picodollars.ofDollars("0.01").minus(Picodollars.ofDollars("45000")));
  }

  @Test
  void a_new_window_has_its_money_and_a_lighter_weight() {
    SpendPacer pacer = pacer("1", Window.Calendar.DAY);
    for (int i = 0; i < 200; i++) {
      pacer.spent(Picodollars.ofDollars("0.1"), NOON + i * MINUTE);
    }
    long heavy = pacer.costWeightPpm();
    long tomorrow = NOON + Duration.ofDays(1).toMillis();
    assertThat(pacer.remaining(tomorrow)).isEqualTo(Picodollars.ofDollars("1"));
    pacer.spent(Picodollars.ZERO, tomorrow);
    assertThat(pacer.costWeightPpm()).isLessThan(heavy / 10);
  }

  @Test
  void calendar_windows_start_in_utc() {
    Instant sunday = Instant.parse("2026-11-01T23:59:59Z");
    assertThat(Window.Calendar.DAY.start(sunday)).isEqualTo("2026-11-01T00:00:00Z");
    assertThat(Window.Calendar.WEEK.start(sunday)).isEqualTo("2026-10-26T00:00:00Z");
    assertThat(Window.Calendar.MONTH.start(sunday)).isEqualTo("2026-11-01T00:00:00Z");
    assertThat(Window.Calendar.DAY.end(sunday)).isEqualTo("2026-11-02T00:00:00Z");
    assertThat(Window.Calendar.WEEK.end(sunday)).isEqualTo("2026-11-02T00:00:00Z");
    assertThat(Window.Calendar.MONTH.end(sunday)).isEqualTo("2026-12-01T00:00:00Z");
  }
}
