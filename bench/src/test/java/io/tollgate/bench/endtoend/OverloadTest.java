package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.load.Manner;
import io.tollgate.bench.load.ProcessMeter;
import io.tollgate.bench.load.Swarm;
import io.tollgate.bench.rig.GatewayProcess;
import io.tollgate.bench.rig.Rig;
import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.gateway.ledger.Progress;
import io.tollgate.gateway.ledger.Verification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More than fits: what is too much is turned away, the rest is served, and it goes on afterwards.
 */
class OverloadTest {

  private static final Duration PATIENT = Duration.ofSeconds(30);
  private static final Duration TICK = Duration.ofSeconds(1);

  @TempDir private Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private HttpResponse<String> send(Rig rig, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(rig.baseUrl() + "/chat/completions"))
            .timeout(PATIENT)
            .header("authorization", "Bearer " + rig.key())
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private int status(Rig rig) {
    try {
      return send(rig, Stage.chat(SWIFT, "Hello [[tokens:1]]")).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> admin(Rig rig, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + rig.adminPort() + path))
            .timeout(Duration.ofSeconds(10))
            .build(),
        BodyHandlers.ofString());
  }

  private void assertRecovered(Rig rig, GatewayProcess gateway, Path log) throws Exception {
    Await.until("good clients to be served again", PATIENT, () -> status(rig), now -> now == 200);
    assertThat(Files.readString(log)).doesNotContain("OutOfMemory");
    assertThat(gateway.terminate()).isZero();
    Verification ledger = LedgerVerifier.verify(folder.resolve("ledger"), Progress.SILENT);
    assertThat(ledger.isSound()).isTrue();
    assertThat(ledger.requestsOpen()).isZero();
  }

  @Test
  void row_45_a_flood_of_large_bodies_is_shed_within_a_small_heap() throws Exception {
    Path log = folder.resolve("gateway.log");
    String large = Stage.chat(SWIFT, "x".repeat(4 << 20) + " [[tokens:1]]");
    try (Rig rig = Rig.start(folder, Stage.providers(), Stage.CHEAPEST, "");
        GatewayProcess gateway =
            GatewayProcess.start(
                    rig.files().config(),
                    rig.adminPort(),
                    log,
                    List.of("-Xmx96m", "-XX:MaxDirectMemorySize=32m"))
                .awaitReady();
        ExecutorService clients = Executors.newFixedThreadPool(40)) {
      assertThat(status(rig)).isEqualTo(200);
      List<Callable<Integer>> flood = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        flood.add(() -> {
          try (RawClient raw = RawClient.connect(rig.dataPort())) {
            return statusOf(raw, rig, large);
          }
        });
      }
      List<Future<Integer>> sent = flood.stream().map(clients::submit).toList();
      long worstMillis = 0;
      while (!sent.stream().allMatch(Future::isDone)) {
        long start = System.nanoTime();
        assertThat(admin(rig, "/health/live").statusCode()).isEqualTo(200);
        worstMillis = Math.max(worstMillis, (System.nanoTime() - start) / 1_000_000);
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> one : sent) {
        statuses.add(one.get());
      }
      // A context too small is the provider's word; 0 is a connection closed with its body unread.
      assertThat(statuses).contains(503);
      assertThat(statuses).allMatch(s -> s == 503 || s == 200 || s == 400 || s == 0);
      assertThat(worstMillis).as("longest wait for a health check").isLessThan(5_000);
      assertRecovered(rig, gateway, log);
    }
  }

  private static int statusOf(RawClient raw, Rig rig, String body) {
    try {
      raw.send(
          "POST /v1/chat/completions HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer "
              + rig.key()
              + "\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: "
              + body.length()
              + "\r\n\r\n");
      raw.send(body);
    } catch (IOException e) {
      // Refused before all of it was sent; the answer says why.
    }
    try {
      String answer = raw.readToEnd();
      return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void row_45_a_process_with_few_files_turns_connections_away_and_comes_to_rest() throws Exception {
    Path log = folder.resolve("gateway.log");
    try (Rig rig = Rig.start(folder, Stage.providers(), Stage.CHEAPEST, "");
        GatewayProcess gateway =
            GatewayProcess.startWithOpenFiles(
                    256, rig.files().config(), rig.adminPort(), log, List.of("-Xmx128m"))
                .awaitReady()) {
      assertThat(status(rig)).isEqualTo(200);
      assertThat(Files.readString(log)).contains("limits.connections is lowered from 10000 to");
      try (Swarm swarm = Swarm.start(rig.dataPort(), 1_000, idle(), TICK)) {
        Await.until("most to be turned away", PATIENT, swarm::ended, ended -> ended > 900);
        assertThat(admin(rig, "/health/live").statusCode()).isEqualTo(200);
        assertThat(admin(rig, "/metrics").body())
            .contains("tollgate_refused_requests_total{code=\"too_many_connections\"}");
        assertThat(restingCpuShare(gateway)).as("CPU with all connections taken").isLessThan(0.5);
      }
      assertRecovered(rig, gateway, log);
    }
  }

  /** Connects, begins a request, and goes on with it for ever. */
  private static Manner idle() {
    return Manner.dripping("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nx-slow: ", "x");
  }

  /** The lowest of some seconds, for the machine has other things to do as well. */
  private static double restingCpuShare(GatewayProcess gateway) {
    ProcessMeter meter = ProcessMeter.of(gateway.pid());
    double lowest = Double.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      double before = meter.cpuSeconds();
      long next = System.nanoTime() + Duration.ofSeconds(1).toNanos();
      Await.until("a second to pass", () -> System.nanoTime() - next >= 0);
      lowest = Math.min(lowest, meter.cpuSeconds() - before);
    }
    return lowest;
  }

  @Test
  void row_45_connections_of_one_address_are_bounded_where_that_is_asked_for() throws Exception {
    try (Stage stage =
            Stage.start(
                folder, Stage.CHEAPEST, "limits: { connections_per_address: 3 }\n", c -> c);
        RawClient first = RawClient.connect(stage.rig.dataPort());
        RawClient second = RawClient.connect(stage.rig.dataPort());
        RawClient third = RawClient.connect(stage.rig.dataPort())) {
      for (RawClient good : List.of(first, second, third)) {
        good.post(stage, Stage.chat(SWIFT, "Hello [[tokens:1]]")).await("\"usage\"");
      }
      try (RawClient fourth = RawClient.connect(stage.rig.dataPort())) {
        long start = System.nanoTime();
        String answer = fourth.await("too_many_connections").readToEnd();
        assertThat((System.nanoTime() - start) / 1_000_000).as("milliseconds").isLessThan(1_000);
        assertThat(answer).startsWith("HTTP/1.1 503").contains("retry-after: 1");
      }
      first.close();
      Await.until("there to be room again", () -> isServed(stage));
    }
  }

  private static boolean isServed(Stage stage) {
    try (RawClient again = RawClient.connect(stage.rig.dataPort())) {
      again.post(stage, Stage.chat(SWIFT, "Hello [[tokens:1]]")).await("\"usage\"");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void row_45_requests_over_the_limit_are_told_when_to_come_again_at_once() throws Exception {
    try (Stage stage =
            Stage.start(folder, Stage.CHEAPEST, "limits: { concurrent_requests: 1 }\n", c -> c);
        RawClient running = RawClient.connect(stage.rig.dataPort())) {
      running
          .post(stage, Stage.stream(Stage.DRIP, "Hello [[tokens:1000]]", "\"max_tokens\":1000"))
          .await("\"content\":\" ");
      List<Long> millis = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        long start = System.nanoTime();
        Reply reply = stage.post(Stage.chat(SWIFT, "Hello"));
        millis.add((System.nanoTime() - start) / 1_000_000);
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.error().path("code").stringValue()).isEqualTo("overloaded");
        assertThat(reply.header("retry-after")).isEqualTo("1");
        assertThat(reply.header("x-should-retry")).isEqualTo("true");
        assertThat(stage.admin("/health/ready").status()).isEqualTo(200);
      }
      millis.sort(null);
      assertThat(millis.get(millis.size() / 2)).as("median milliseconds").isLessThan(50);
    }
  }
}
