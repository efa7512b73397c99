package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.BRIGHT;
import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.Fault;
import io.tollgate.bench.provider.SimulatedProvider;
import io.tollgate.gateway.ledger.LedgerReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers that fail for a while: they are left alone, others take over, and all come back. */
class OutageTest {

  private static final Fault UNAVAILABLE = Fault.parse("status=503");
  private static final Duration HEALED_WITHIN = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private Stage stage;

  @BeforeEach
  void start() throws Exception {
    stage = Stage.start(folder);
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  private int seenAt(String provider) {
    return stage.bill(provider).records().size();
  }

  /** So many requests, so many at a time. */
  private List<Reply> ask(String model, int requests, int atATime) throws Exception {
    Semaphore places = new Semaphore(atATime);
    List<Callable<Reply>> tasks = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      String body =
          i % 10 < 7 ? Stage.stream(model, "[[tokens:5]]") : Stage.chat(model, "[[tokens:5]]");
      tasks.add(() -> {
        places.acquire();
        try {
          return stage.post(body);
        } finally {
          places.release();
        }
      });
    }
    List<Reply> replies = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Reply> reply : threads.invokeAll(tasks)) {
        replies.add(reply.get());
      }
    }
    return replies;
  }

  private long answered(String model, int requests) {
    try {
      return ask(model, requests, 10).stream().filter(reply -> reply.status() == 200).count();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private boolean isAnsweredBy(String deployment) {
    try {
      return stage
          .post(Stage.chat("auto", "[[tokens:3]]"))
          .header("x-tollgate-model")
          .equals(deployment);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void row_04_a_rate_limit_rests_one_deployment_for_as_long_as_it_asks_and_is_passed_on()
      throws Exception {
    long before = System.nanoTime();
    Reply other = stage.post(Stage.chat("auto", "[[fault@cheap:status=429;retry-after=3]]"));
    assertThat(other.header("x-tollgate-model")).isEqualTo(BRIGHT);
    assertThat(isAnsweredBy(BRIGHT)).as("it is not asked while it rests").isTrue();
    for (String body : List.of(Stage.chat(SWIFT, "Hello"), Stage.stream(SWIFT, "Hello"))) {
      Reply refused = stage.post(body);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.error().path("code").stringValue()).isEqualTo("upstream_rate_limited");
      assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 4);
    }
    assertThat(seenAt("cheap")).isEqualTo(1);
    assertThat(stage.admin("/admin/v1/deployments").body())
        .contains("{\"deployment\":\"cheap/swift\",\"availability\":\"throttled\",\"pause_ms\":");
    Await.until("its return", () -> isAnsweredBy(SWIFT));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status=429-quota",
        "status=429-credit_balance_exhausted",
        "status=429-project_spend_limit_exceeded",
        "status=402"
      })
  void row_05_a_spent_account_is_not_asked_again_and_ops_are_told(String fault) throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      Reply first = stage.post(Stage.stream("auto", "[[fault@cheap:" + fault + "]]"));
      assertThat(first.header("x-tollgate-model")).isEqualTo(BRIGHT);
      assertThat(ask("auto", 20, 4))
          .allSatisfy(reply -> assertThat(reply.header("x-tollgate-model")).isEqualTo(BRIGHT));
      Reply refused = stage.post(Stage.chat(SWIFT, "Hello"));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(200, 301);
      assertThat(seenAt("cheap")).isEqualTo(1);
      assertThat(log.lines()).anyMatch(line -> line.contains("the account with cheap is out of"));
    }
    assertThat(stage.admin("/metrics").body())
        .contains("tollgate_provider_account_spent_total{provider=\"cheap\"} 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 529})
  void row_06_a_burst_of_errors_is_answered_by_others_within_the_retry_budget(int status)
      throws Exception {
    stage.rig.provider("cheap").breakAll(Fault.parse("status=" + status));
    List<Reply> replies = ask("auto", 400, 10);
    assertThat(replies)
        .allSatisfy(reply -> {
          assertThat(reply.status()).isEqualTo(200);
          assertThat(reply.header("x-tollgate-model")).isEqualTo(BRIGHT);
        });
    assertThat(stage.seenUpstream()).isLessThanOrEqualTo(400 * 12 / 10);
    stage.rig.provider("cheap").heal();
    Await.until("its return", HEALED_WITHIN, () -> isAnsweredBy(SWIFT), Boolean::booleanValue);
  }

  @Test
  void row_06_the_only_deployment_is_asked_little_more_often_than_clients_ask() throws Exception {
    stage.rig.provider("cheap").breakAll(UNAVAILABLE);
    List<Reply> replies = ask(SWIFT, 400, 10);
    assertThat(replies)
        .allSatisfy(reply -> {
          assertThat(reply.status()).isEqualTo(503);
          assertThat(reply.header("x-tollgate-attempts")).isIn("", "1", "2");
        });
    assertThat(stage.seenUpstream()).isLessThanOrEqualTo(400 * 12 / 10);
  }

  /** {@code -Dtollgate.outage=300} makes it five minutes. */
  @Test
  void row_07_when_everything_fails_requests_fail_fast_and_traffic_is_back_soon_after()
      throws Exception {
    int seconds = Integer.getInteger("tollgate.outage", 8);
    stage.rig.providers().forEach(provider -> provider.breakAll(UNAVAILABLE));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    int offered = 0;
    long slowestMillis = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> running = new ArrayList<>();
      while (System.nanoTime() < end) {
        offered++;
        running.add(threads.submit(this::millisToFail));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
      for (Future<Long> one : running) {
        slowestMillis = Math.max(slowestMillis, one.get());
      }
    }
    int sent = stage.seenUpstream();
    System.out.printf(
        "outage of %d s: %d requests offered, %d sent upstream, slowest refusal %d ms%n",
        seconds, offered, sent, slowestMillis);
    assertThat(sent).isLessThanOrEqualTo(offered * 12 / 10);
    stage.rig.providers().forEach(SimulatedProvider::heal);
    long healed = System.nanoTime();
    Await.until("traffic", HEALED_WITHIN, () -> isAnsweredBy(SWIFT), Boolean::booleanValue);
    System.out.printf(
        "traffic is back %d ms after healing%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - healed));
    Await.until("all of it", HEALED_WITHIN, () -> answered("auto", 50), answered -> answered == 50);
    Await.until("the last settlement", this::isAllSettled);
  }

  private boolean isAllSettled() {
    try (LedgerReport report = LedgerReport.open(stage.ledger())) {
      return report.standing().requestsOpen() == 0;
    }
  }

  private long millisToFail() throws Exception {
    long before = System.nanoTime();
    Reply reply = stage.post(Stage.chat("auto", "[[tokens:3]]"));
    assertThat(reply.status()).isEqualTo(503);
    if (reply.header("x-tollgate-error-source").equals("gateway")) {
      assertThat(reply.header("retry-after")).isNotEmpty();
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
  }
}
