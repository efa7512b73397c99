package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.DRIP;
import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.bench.provider.BillOutcome;
import io.tollgate.bench.provider.Ending;
import io.tollgate.bench.rig.GatewayProcess;
import io.tollgate.bench.rig.Rig;
import io.tollgate.gateway.Gateway;
import io.tollgate.gateway.StartException;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.Entry.Outcome;
import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.gateway.ledger.Progress;
import io.tollgate.gateway.ledger.SpendRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a gateway starts, does not start, and stops. */
class LifecycleTest {

  private static final long PATIENCE_SECONDS = Await.PATIENCE.toSeconds();

  @TempDir private Path folder;

  private static int readiness(Stage stage) {
    try {
      return stage.admin("/health/ready").status();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_drain_lets_running_streams_end_and_takes_nothing_new() throws Exception {
    try (Stage stage = Stage.start(folder);
        ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();
        RawClient idle = RawClient.connect(stage.rig.dataPort())) {
      assertThat(readiness(stage)).isEqualTo(200);
      idle.send(RawClient.head(stage, "GET /v1/models", "")).await("\"data\"");
      Future<Reply> streamed =
          others.submit(() -> stage.post(Stage.stream(DRIP, "Hello [[tokens:120]]")));
      Future<Reply> plain =
          others.submit(() -> stage.post(Stage.chat(DRIP, "Hello, too [[tokens:100]]")));
      assertThat(stage.bill("slow").awaitSeen(2, Await.PATIENCE)).isTrue();

      Future<?> drained = others.submit(stage.gateway::drain);
      Await.until("readiness to end", () -> readiness(stage) == 503);
      assertThat(stage.admin("/health/ready").body()).contains("draining");
      assertThat(stage.admin("/health/live").status()).isEqualTo(200);
      Await.until("new requests to be turned away", () -> turnsAway(stage));
      assertThat(streamed.isDone()).as("the stream has ended before").isFalse();

      Reply reply = streamed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(reply.broken()).isFalse();
      assertThat(reply.done()).isTrue();
      Reply other = plain.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(other.status()).isEqualTo(200);
      assertThat(other.broken()).isFalse();
      drained.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      idle.readToEnd();
      for (Reply each : List.of(reply, other)) {
        AttemptRow row = stage.attempts(each.requestId()).getFirst();
        assertThat(row.outcome()).isEqualTo(Outcome.COMPLETE);
        BillOutcome bill = stage.seenAt("slow", each.requestId(), 1).getFirst().endedOutcome();
        assertThat(Stage.amount(row).pico()).isEqualTo(bill.billPico().longValueExact());
      }
    }
  }

  /** Whether a new connection is refused or gets no answer but a refusal. */
  private static boolean turnsAway(Stage stage) {
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      String head = RawClient.head(stage, "GET /v1/models") + "connection: close\r\n\r\n";
      return !client.send(head).readToEnd().contains(" 200 ");
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void what_runs_longer_than_the_grace_is_told_so_and_is_on_the_books() throws Exception {
    try (Stage stage = Stage.start(folder, Stage.CHEAPEST, "drain: 500ms\n", config -> config);
        ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Reply> streamed =
          others.submit(() -> stage.post(Stage.stream(DRIP, "Hello [[tokens:2000]]")));
      Future<Reply> plain =
          others.submit(() -> stage.post(Stage.chat(DRIP, "Hello, too [[tokens:2000]]")));
      assertThat(stage.bill("slow").awaitSeen(2, Await.PATIENCE)).isTrue();
      stage.gateway.drain();

      Reply cut = streamed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(cut.broken()).isTrue();
      assertThat(cut.done()).isFalse();
      Reply refused = plain.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("x-tollgate-error-source")).isEqualTo("gateway");
      for (Reply each : List.of(cut, refused)) {
        assertThat(each.error().path("code").stringValue()).isEqualTo("gateway_stopping");
      }
      assertThat(stage.bill("slow").awaitAllEnded(2, Duration.ofSeconds(1))).isTrue();
      assertThat(stage.bill("slow").records())
          .allSatisfy(
              seen -> assertThat(seen.endedOutcome().ending()).isEqualTo(Ending.CLIENT_LEFT));
      try (LedgerReport report = LedgerReport.open(stage.ledger())) {
        assertThat(report.standing().requestsOpen()).isZero();
        List<AttemptRow> rows = new ArrayList<>();
        report.attempts(rows::add);
        assertThat(rows)
            .hasSize(2)
            .allSatisfy(row -> {
              assertThat(row.outcome()).isEqualTo(Outcome.ABORTED);
              assertThat(Stage.amount(row).pico()).isPositive();
            });
      }
    }
  }

  @Test
  void a_second_gateway_on_the_same_ledger_does_not_start() throws Exception {
    try (Stage stage = Stage.start(folder)) {
      String pid = Long.toString(ProcessHandle.current().pid());
      assertThatThrownBy(() -> Gateway.start(stage.rig.config()).close())
          .isInstanceOf(StartException.class)
          .hasMessageContaining("in use by process " + pid)
          .hasMessageEndingWith(".");
      assertThat(stage.post(Stage.chat("auto", "Hello")).status()).isEqualTo(200);
    }
  }

  @Test
  void a_port_in_use_is_named_and_everything_is_given_back() throws Exception {
    try (Rig rig = Rig.start(folder, Stage.providers(), Stage.CHEAPEST, "")) {
      for (int port : new int[] {rig.dataPort(), rig.adminPort()}) {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
          StartException thrown =
              catchThrowableOfType(StartException.class, () -> Gateway.start(rig.config()).close());
          assertThat(thrown).isNotNull();
          assertThat(thrown)
              .hasMessageContaining("127.0.0.1:" + taken.getLocalPort() + " cannot be opened");
        }
      }
      Gateway.start(rig.config()).close();
    }
  }

  @Test
  void files_with_mistakes_are_named_and_nothing_starts() throws Exception {
    try (Rig rig = Rig.start(folder, Stage.providers(), "policies: 7\n", "")) {
      assertThatThrownBy(() -> Gateway.start(rig.config()).close())
          .isInstanceOf(InvalidFilesException.class)
          .hasMessageContaining("policies.yaml:1:11");
      Files.writeString(rig.files().policies(), Stage.CHEAPEST);
      Gateway.start(rig.config()).close();
    }
  }

  @Test
  void a_gateway_that_was_stopped_goes_on_with_its_ledger() throws Exception {
    try (Rig rig = Rig.start(folder, Stage.providers(), Stage.CHEAPEST, "")) {
      for (int day = 1; day <= 3; day++) {
        try (Stage stage = Stage.on(rig)) {
          Reply reply = stage.post(Stage.chat("auto", "Hello"));
          assertThat(stage.attempts(reply.requestId())).hasSize(1);
        }
        try (LedgerReport report = LedgerReport.open(folder.resolve("ledger"))) {
          assertThat(report.total().requests()).isEqualTo(day);
          assertThat(report.standing().requestsOpen()).isZero();
        }
      }
    }
  }

  @Test
  void row_36_what_was_spent_is_neither_forgotten_nor_doubled_by_a_kill_and_a_restart()
      throws Exception {
    Path ledger = folder.resolve("ledger");
    try (Rig rig = Rig.start(folder, Stage.providers(), Stage.CHEAPEST, "")) {
      BigDecimal told = BigDecimal.ZERO;
      for (int life = 1; life <= 3; life++) {
        try (GatewayProcess gateway =
            GatewayProcess.start(
                    rig.files().config(),
                    rig.adminPort(),
                    folder.resolve("gateway.log"),
                    List.of("-Xmx128m", "-XX:+UseSerialGC"))
                .awaitReady()) {
          assertSpent(ledger, told, 5L * (life - 1));
          for (int i = 0; i < 5; i++) {
            Reply reply =
                Stage.send(
                    HttpClient.newHttpClient(),
                    Stage.request(rig, "/v1/chat/completions")
                        .POST(ofString(Stage.chat("auto", "Hello number " + i)))
                        .build());
            told = told.add(new BigDecimal(reply.header("x-tollgate-cost")));
          }
          gateway.kill();
        }
      }
      try (Stage stage = Stage.on(rig)) {
        assertSpent(stage.ledger(), told, 15);
      }
    }
    assertThat(LedgerVerifier.verify(ledger, Progress.SILENT).isSound()).isTrue();
  }

  /** A start brings the store up to date before it is ready. */
  private static void assertSpent(Path ledger, BigDecimal dollars, long requests) {
    try (LedgerReport report = LedgerReport.open(ledger)) {
      SpendRow total = report.total();
      assertThat(total.requests()).isEqualTo(requests);
      assertThat(total.amountUsd() == null ? BigDecimal.ZERO : total.amountUsd())
          .isEqualByComparingTo(dollars);
      assertThat(report.standing().requestsOpen()).isZero();
    }
  }
}
