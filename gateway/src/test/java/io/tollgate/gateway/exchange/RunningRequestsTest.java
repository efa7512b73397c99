package io.tollgate.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.gateway.metrics.GatewayMetrics;
import io.tollgate.gateway.upstream.Signal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunningRequestsTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final Vertx vertx = Vertx.vertx();
  private final GatewayMetrics metrics = new GatewayMetrics(new SimpleMeterRegistry());
  private final RunningRequests running = new RunningRequests(metrics);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void a_request_is_counted_from_its_entry_until_it_leaves_once() {
    RunningRequests.Ticket first = running.enter();
    RunningRequests.Ticket second = running.enter();
    assertThat(metrics.active()).isEqualTo(2);
    first.leave();
    first.leave();
    assertThat(metrics.active()).isEqualTo(1);
    second.leave();
    assertThat(metrics.active()).isZero();
  }

  @Test
  void a_drain_of_nothing_is_over_at_once() {
    assertThat(running.isDraining()).isFalse();
    assertThat(running.drain(vertx, LONG).isComplete()).isTrue();
    assertThat(running.isDraining()).isTrue();
  }

  @Test
  void a_drain_is_over_when_the_last_request_has_left() {
    RunningRequests.Ticket first = running.enter();
    RunningRequests.Ticket second = running.enter();
    Future<Void> drained = running.drain(vertx, LONG);
    first.leave();
    assertThat(drained.isComplete()).isFalse();
    second.leave();
    assertThat(drained.isComplete()).isTrue();
  }

  @Test
  void only_who_has_not_left_is_stopped_in_whatever_order_the_others_left()
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(20_261_204);
    List<RunningRequests.Ticket> inside = new ArrayList<>();
    Set<RunningRequests.Ticket> stopped = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 1_000; i++) {
      if (inside.isEmpty() || random.nextInt(5) < 3) {
        RunningRequests.Ticket ticket = running.enter();
        ticket.onStop(() -> stopped.add(ticket));
        inside.add(ticket);
      } else {
        RunningRequests.Ticket ticket = inside.remove(random.nextInt(inside.size()));
        ticket.leave();
        ticket.leave();
      }
      assertThat(metrics.active()).isEqualTo(inside.size());
    }
    Signal over = new Signal();
    running.enter().onStop(over::give);
    running.drain(vertx, Duration.ofMillis(1));
    over.await();
    assertThat(stopped).containsExactlyInAnyOrderElementsOf(inside);
  }

  @Test
  void who_still_runs_when_the_grace_is_over_is_stopped() throws InterruptedException {
    Signal stopped = new Signal();
    Signal drained = new Signal();
    vertx.runOnContext(ignored -> {
      RunningRequests.Ticket ticket = running.enter();
      ticket.onStop(() -> {
        stopped.give();
        ticket.leave();
      });
      RunningRequests.Ticket gone = running.enter();
      gone.onStop(() -> {
        throw new AssertionError("it has left");
      });
      gone.leave();
      running.drain(vertx, Duration.ofMillis(1)).onComplete(done -> drained.give());
    });
    stopped.await();
    drained.await();
    assertThat(metrics.active()).isZero();
  }
}
