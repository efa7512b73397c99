package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EqualTimersTest {

  private static final long SEED = 20_261_201;
  private static final Duration LENGTH = Duration.ofMillis(60);
  private static final Vertx VERTX = Vertx.vertx();

  private final Context loop = VERTX.getOrCreateContext();
  private final EqualTimers timers = new EqualTimers(VERTX, LENGTH);

  @AfterAll
  static void stop() {
    VERTX.close().await();
  }

  private void on(Runnable task) {
    loop.runOnContext(_ -> task.run());
  }

  @Test
  void a_timer_ends_when_its_time_is_over_and_not_before() {
    CompletableFuture<Long> afterNanos = new CompletableFuture<>();
    on(() -> {
      long begin = System.nanoTime();
      timers.begin(() -> afterNanos.complete(System.nanoTime() - begin));
    });

    assertThat(afterNanos.orTimeout(20, TimeUnit.SECONDS).join())
        .isGreaterThanOrEqualTo(LENGTH.toNanos());
  }

  @Test
  void those_that_are_not_cancelled_end_in_the_order_in_which_they_began()
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Integer> ended = new CopyOnWriteArrayList<>();
    List<Integer> kept = new ArrayList<>();
    Signal last = new Signal();
    CompletableFuture<Void> begun = new CompletableFuture<>();
    on(() -> {
      List<EqualTimers.Running> running = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = i;
        running.add(timers.begin(() -> ended.add(number)));
      }
      for (int i = 0; i < 200; i++) {
        if (random.nextInt(3) == 0) {
          kept.add(i);
        } else {
          running.get(i).cancel();
          running.get(i).cancel();
        }
      }
      timers.begin(last::give);
      begun.complete(null);
    });
    begun.join();
    last.await();

    assertThat(ended).as("seed %d", SEED).isEqualTo(kept);
  }

  @Test
  void one_that_begins_when_another_ends_runs_for_its_whole_time() {
    CompletableFuture<Long> afterNanos = new CompletableFuture<>();
    on(() -> {
      long begin = System.nanoTime();
      timers.begin(() -> timers.begin(() -> afterNanos.complete(System.nanoTime() - begin)));
    });

    assertThat(afterNanos.orTimeout(20, TimeUnit.SECONDS).join())
        .isGreaterThanOrEqualTo(2 * LENGTH.toNanos());
  }

  @Test
  void a_task_that_fails_takes_none_of_the_others_with_it() throws InterruptedException {
    Signal other = new Signal();
    on(() -> {
      timers.begin(() -> {
        throw new IllegalStateException("of the test");
      });
      timers.begin(other::give);
    });

    other.await();
  }
}
