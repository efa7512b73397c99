package io.tollgate.gateway.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.money.Picodollars;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MeasurementBudgetTest {

  private static final Picodollars CAP = new Picodollars(100);

  private final Samples.Clock clock = new Samples.Clock();

  private static Picodollars pico(long amount) {
    return new Picodollars(amount);
  }

  @Test
  void what_runs_is_held_for_at_its_worst() {
    MeasurementBudget budget = new MeasurementBudget(clock, Picodollars.ZERO);

    assertThat(budget.hold("p", CAP, pico(60))).isTrue();
    assertThat(budget.hold("p", CAP, pico(60))).isFalse();
    budget.settle("p", pico(60), pico(10));
    assertThat(budget.hold("p", CAP, pico(90))).isTrue();
    budget.settle("p", pico(90), null);
    assertThat(budget.hold("p", CAP, pico(1))).isFalse();
  }

  @Test
  void each_policy_has_a_cap_of_its_own() {
    MeasurementBudget budget = new MeasurementBudget(clock, Picodollars.ZERO);

    assertThat(budget.hold("one", CAP, pico(100))).isTrue();
    assertThat(budget.hold("other", CAP, pico(100))).isTrue();
  }

  @Test
  void what_was_spent_before_the_start_counts_until_the_day_ends() {
    MeasurementBudget budget = new MeasurementBudget(clock, pico(90));

    assertThat(budget.hold("p", CAP, pico(11))).isFalse();
    assertThat(budget.hold("p", CAP, pico(10))).isTrue();
    clock.set(Samples.NOON.plus(Duration.ofHours(12)));
    assertThat(budget.hold("p", CAP, pico(91))).isFalse();
    assertThat(budget.hold("p", CAP, pico(90))).isTrue();
  }

  @Test
  void no_order_of_calls_passes_the_cap() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      MeasurementBudget budget = new MeasurementBudget(clock, Picodollars.ZERO);
      Deque<Picodollars> held = new ArrayDeque<>();
      long spent = 0;
      for (int i = 0; i < 200; i++) {
        Picodollars most = pico(1 + random.nextInt(30));
        if (random.nextBoolean() && budget.hold("p", CAP, most)) {
          held.add(most);
        } else if (!held.isEmpty()) {
          Picodollars over = held.remove();
          long cost = random.nextLong(over.pico() + 1);
          spent += cost;
          budget.settle("p", over, pico(cost));
        }
        assertThat(spent).as("seed %d", seed).isLessThanOrEqualTo(CAP.pico());
      }
    }
  }
}
