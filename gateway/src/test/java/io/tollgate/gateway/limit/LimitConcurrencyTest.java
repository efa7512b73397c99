package io.tollgate.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.budget.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Many threads at one book. */
final class LimitConcurrencyTest {

  private static final Scope TEAM = Scope.parse("team:t");
  private static final int THREADS = 1_000;

  private interface Step {
    int run(int thread) throws Exception;
  }

  private static int sum(Step step) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(THREADS);
    int sum = 0;
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        futures.add(
            pool.submit(() -> {
              barrier.await();
              return step.run(thread);
            }));
      }
      for (Future<Integer> future : futures) {
        sum += future.get();
      }
    }
    return sum;
  }

  @Test
  void of_a_thousand_threads_requests_exactly_the_limit_is_admitted() throws Exception {
    LimitBook book = new LimitBook();
    book.limits(
        List.of(
            new RateLimit("team", TEAM, 173, 0, 0, Duration.ZERO),
            new RateLimit("key", Scope.parse("key:k"), 0, 5 * 400 + 4, 0, Duration.ZERO),
            new RateLimit("all", Scope.EVERYTHING, 0, 0, 180, Duration.ZERO)),
        0);
    LimitPath path = new LimitPath(List.of(Scope.EVERYTHING, TEAM, Scope.parse("key:k")));
    int admitted =
        sum(_ -> book.enter(path, 5, () -> 0, null) instanceof Admittance.Granted ? 1 : 0);
    assertThat(admitted).isEqualTo(173);
    assertThat(book.standings(0).stream().map(Standing::remaining))
        .containsExactly(0L, 5L * (400 - 173) + 4, 7L);
  }

  @Test
  void of_a_thousand_that_wait_each_is_called_once_and_never_more_run_than_may() throws Exception {
    LimitBook book = new LimitBook();
    book.limits(List.of(new RateLimit("c", TEAM, 0, 0, 5, Duration.ofMinutes(1))), 0);
    book.onFreed(() -> book.sweep(0));
    LimitPath path = new LimitPath(List.of(TEAM));
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch calls = new CountDownLatch(THREADS);
    try (ExecutorService ends = Executors.newVirtualThreadPerTaskExecutor()) {
      sum(thread -> {
        Consumer<Admittance> entered =
            end -> {
              if (end instanceof Admittance.Granted(Passage passage)) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                ends.execute(() -> {
                  running.decrementAndGet();
                  passage.close(() -> 0);
                  calls.countDown();
                });
              }
            };
        Admittance first = book.enter(path, 0, () -> 0, new Waiter("k" + thread % 7, entered));
        if (first instanceof Admittance.Granted) {
          entered.accept(first);
        }
        return 0;
      });
      assertThat(calls.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(running).hasValue(0);
    assertThat(most.get()).isBetween(1, 5);
    assertThat(book.waiting()).isZero();
  }
}
