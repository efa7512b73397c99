package io.tollgate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.ProviderProfile;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.bench.provider.SimulatedProvider;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration WARM_UP = Duration.ofMillis(300);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Workload PLAIN = new Workload(false, 300, 64, 1);
  private static final Workload STREAMED = new Workload(true, 300, 64, 1);

  private final LoadGenerator generator = new LoadGenerator();

  @AfterEach
  void stop() {
    generator.close();
  }

  private static LoadPlan plan(LoadShape shape, Workload workload, int maxConnections) {
    return new LoadPlan(shape, workload, WARM_UP, SECOND, PATIENCE, maxConnections);
  }

  private static void ok(HttpServerRequest request) {
    request.response().end("{}");
  }

  /** Answers at once, except that from the given request on all wait for the same moment. */
  private static final class StallingService implements BiConsumer<Vertx, HttpServerRequest> {
    private final int stalledRequest;
    private final long stallMillis;
    private final List<HttpServerRequest> held = new ArrayList<>();
    private int seen;
    private boolean stalled;

    StallingService(int stalledRequest, long stallMillis) {
      this.stalledRequest = stalledRequest;
      this.stallMillis = stallMillis;
    }

    @Override
    public void accept(Vertx vertx, HttpServerRequest request) {
      if (++seen == stalledRequest) {
        stalled = true;
        vertx.setTimer(stallMillis, timer -> release());
      }
      if (stalled) {
        held.add(request);
      } else {
        ok(request);
      }
    }

    private void release() {
      stalled = false;
      held.forEach(LoadGeneratorTest::ok);
      held.clear();
    }
  }

  @Test
  void an_open_loop_counts_the_wait_of_requests_that_a_stall_kept_from_starting() throws Exception {
    // One connection: while the server stalls, nothing can even be sent.
    for (int connections : new int[] {1, 100}) {
      try (LoadServer server = new LoadServer(new StallingService(120, 200))) {
        LoadPlan plan = plan(new LoadShape.Open(200), PLAIN, connections);
        LoadResult result = generator.run(server.target(), plan);
        assertThat(result.errors()).isEmpty();
        assertThat(result.latencyNanos().getTotalCount()).isEqualTo(200);
        long slow =
            result
                .latencyNanos()
                .getCountBetweenValues(
                    TimeUnit.MILLISECONDS.toNanos(50), TimeUnit.SECONDS.toNanos(10));
        // 40 arrive in 200 ms, 30 of which wait more than 50 ms. Measured from the moment of
        // sending, it would be one where there is one connection.
        assertThat(slow).isGreaterThan(20);
        assertThat(result.latencyNanos().getMaxValue())
            .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(190));
      }
    }
  }

  @Test
  void an_open_loop_keeps_its_rate_and_leaves_out_the_warm_up() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    try (LoadServer server =
        new LoadServer((vertx, request) -> {
          seen.incrementAndGet();
          ok(request);
        })) {
      LoadPlan plan =
          new LoadPlan(new LoadShape.Open(300), PLAIN, Duration.ofMillis(500), SECOND, SECOND, 10);
      LoadResult result = generator.run(server.target(), plan);
      assertThat(result.latencyNanos().getTotalCount()).isEqualTo(300);
      assertThat(seen).hasValue(450);
      // A hiccup moves some answers out of the window, or into it from the warm-up.
      assertThat(result.completed()).isBetween(1L, 449L);
      assertThat(result.requestsPerSecond()).isEqualTo((double) result.completed());
    }
  }

  @Test
  void a_closed_loop_never_has_more_under_way_than_connections() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (LoadServer server =
        new LoadServer((vertx, request) -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          vertx.setTimer(
              10,
              timer -> {
                now.decrementAndGet();
                ok(request);
              });
        })) {
      LoadResult result = generator.run(server.target(), plan(new LoadShape.Closed(7), PLAIN, 1));
      assertThat(most).hasValue(7);
      // 7 connections at 10 ms each are at most 700/s.
      assertThat(result.requestsPerSecond()).isBetween(50.0, 701.0);
      assertThat(result.errors()).isEmpty();
    }
  }

  @Test
  void a_simulated_provider_is_read_event_by_event() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      SimulatedModel model = SimulatedModel.instant("m");
      SimulatedProvider provider =
          SimulatedProvider.start(vertx, ProviderProfile.of("sim", 1, "k", List.of(model)))
              .toCompletionStage()
              .toCompletableFuture()
              .get(5, TimeUnit.SECONDS);
      LoadTarget target =
          new LoadTarget(
              "sim", URI.create(provider.baseUrl()), "k", "m", ProcessHandle.current().pid());
      LoadPlan plan =
          new LoadPlan(new LoadShape.Open(50), STREAMED, Duration.ZERO, SECOND, PATIENCE, 10);
      LoadResult result = generator.run(target, plan);
      assertThat(result.errors()).isEmpty();
      long produced =
          provider.billLog().records().stream()
              .mapToLong(seen -> seen.endedOutcome().usage().completionTokens())
              .sum();
      // Each answer has four events besides its tokens (role, finish, usage, [DONE]), and at least
      // half the typical 24 of those.
      assertThat(result.completed()).isPositive();
      assertThat(result.events()).isBetween(result.completed() * 16, produced + 4 * 50);
      assertThat(result.firstByteNanos().getTotalCount()).isEqualTo(50);
      assertThat(result.cpuSeconds()).isPositive();
      assertThat(result.residentBytes()).isGreaterThan(10_000_000);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void failures_are_counted_by_kind() throws Exception {
    assertKind(ErrorKind.STATUS_4XX, PLAIN, (vertx, r) -> r.response().setStatusCode(429).end());
    assertKind(ErrorKind.STATUS_5XX, PLAIN, (vertx, r) -> r.response().setStatusCode(503).end());
    assertKind(ErrorKind.BROKEN, PLAIN, (vertx, r) -> r.connection().close());
    assertKind(ErrorKind.TIMEOUT, PLAIN, (vertx, r) -> {});
    assertKind(ErrorKind.TRUNCATED, STREAMED, (vertx, r) -> r.response().end("data: {}\n\n"));
    assertKind(
        ErrorKind.ERROR_EVENT,
        STREAMED,
        (vertx, r) -> r.response().end("data: {}\n\ndata: {\"error\":{}}\n\n"));
  }

  private void assertKind(
      ErrorKind kind, Workload workload, BiConsumer<Vertx, HttpServerRequest> handler)
      throws Exception {
    try (LoadServer server = new LoadServer(handler)) {
      LoadPlan plan =
          new LoadPlan(
              new LoadShape.Open(100),
              workload,
              Duration.ZERO,
              Duration.ofMillis(200),
              kind == ErrorKind.TIMEOUT ? Duration.ofMillis(100) : PATIENCE,
              5);
      LoadResult result = generator.run(server.target(), plan);
      assertThat(result.errors()).isEqualTo(Map.of(kind, 20L));
      assertThat(result.completed()).isZero();
    }
  }

  @Test
  void a_server_that_is_not_there_is_counted_and_does_not_spin() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    LoadTarget target =
        new LoadTarget("none", URI.create("http://127.0.0.1:" + port + "/v1"), "k", "m", 0);
    LoadResult open = generator.run(target, plan(new LoadShape.Open(50), PLAIN, 5));
    assertThat(open.errors()).isEqualTo(Map.of(ErrorKind.CONNECT, 50L));
    LoadResult closed = generator.run(target, plan(new LoadShape.Closed(2), PLAIN, 1));
    // Two connections with a pause of 10 ms after each failure.
    assertThat(closed.errorCount()).isBetween(20L, 220L);
  }
}
