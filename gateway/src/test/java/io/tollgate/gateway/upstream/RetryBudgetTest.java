package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  private static RetryBudget budget(int percent, int reserve) {
    return new RetryBudget(
        new Resilience.Retries(percent, reserve, 1, Duration.ofMillis(1), Duration.ofMillis(1)));
  }

  @Test
  void a_retry_costs_one_and_first_attempts_earn_a_share_of_one() {
    RetryBudget budget = budget(10, 2);
    assertThat(budget.tryTake()).isTrue();
    assertThat(budget.tryTake()).isTrue();
    assertThat(budget.tryTake()).isFalse();
    for (int i = 0; i < 9; i++) {
      budget.earn();
    }
    assertThat(budget.tryTake()).isFalse();
    budget.earn();
    assertThat(budget.tryTake()).isTrue();
    assertThat(budget.tryTake()).isFalse();
  }

  @Test
  void no_more_is_saved_up_than_the_reserve() {
    RetryBudget budget = budget(100, 3);
    for (int i = 0; i < 1_000; i++) {
      budget.earn();
      budget.giveBack();
    }
    assertThat(budget.available()).isEqualTo(3);
  }

  @Test
  void retries_that_succeed_never_run_out() {
    RetryBudget budget = budget(0, 1);
    for (int i = 0; i < 1_000; i++) {
      assertThat(budget.tryTake()).isTrue();
      budget.giveBack();
    }
  }

  @Test
  void threads_never_take_more_than_there_is() throws InterruptedException {
    RetryBudget budget = budget(0, 1_000);
    AtomicInteger taken = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < 500; n++) {
                  if (budget.tryTake()) {
                    taken.incrementAndGet();
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(taken).hasValue(1_000);
    assertThat(budget.available()).isZero();
  }
}
