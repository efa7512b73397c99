package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.rig.GatewayProcess;
import io.tollgate.bench.rig.Rig;
import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.gateway.ledger.Progress;
import io.tollgate.gateway.ledger.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals sent to a gateway that is a process of its own and has work to do. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SignalTest {

  private static final int CLIENTS = 24;
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Path folder;
  private final Path log;

  SignalTest(@TempDir Path folder) {
    this.folder = folder;
    this.log = folder.resolve("gateway.log");
  }

  private GatewayProcess start(Rig rig) throws IOException, InterruptedException {
    return GatewayProcess.start(
            rig.files().config(),
            rig.adminPort(),
            log,
            // Logs as it does for everybody, and not as in tests.
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-Dlogback.configurationFile=logback.xml"))
        .awaitReady();
  }

  private Verification verify() {
    return LedgerVerifier.verify(folder.resolve("ledger"), Progress.SILENT);
  }

  @Test
  void row_44_a_sigterm_under_load_drops_no_request_and_ends_with_0_within_the_grace()
      throws Exception {
    try (Rig rig =
            Rig.start(
                folder, Stage.providers(), Stage.CHEAPEST, "drain: " + GRACE.toSeconds() + "s\n");
        GatewayProcess gateway = start(rig);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<KeptConnection>> clients = new ArrayList<>();
      CountDownLatch warm = new CountDownLatch(CLIENTS * 10);
      for (int i = 0; i < CLIENTS; i++) {
        KeptConnection client = new KeptConnection(rig, body(i), warm::countDown);
        clients.add(threads.submit(() -> client.sendUntilToldToGo()));
      }
      assertThat(warm.await(30, TimeUnit.SECONDS)).as("load").isTrue();
      long startNanos = System.nanoTime();
      int status = gateway.terminate();
      assertThat(status).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(GRACE);

      ConcurrentLinkedQueue<String> lastWords = new ConcurrentLinkedQueue<>();
      for (Future<KeptConnection> client : clients) {
        KeptConnection ended = client.get(20, TimeUnit.SECONDS);
        assertThat(ended.dropped()).isEmpty();
        lastWords.add(ended.lastWords());
      }
      System.out.printf("drain: %s after %d ms%n", lastWords, millisSince(startNanos));
    }
    Verification verification = verify();
    assertThat(verification.isSound()).as("%s", verification).isTrue();
    assertThat(verification.requestsOpen()).isZero();
    assertThat(verification.bytesPending()).isZero();
    assertThat(verification.storeSeq()).isEqualTo(verification.records());
    assertThat(Files.readAllLines(log)).noneMatch(line -> line.contains("\"ERROR\""));
    assertThat(Files.readString(log)).contains("draining").contains("stopped");
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private static String body(int client) {
    String prompt = "Client " + client + " [[tokens:" + (20 + 3 * client) + "]]";
    return switch (client % 3) {
      case 0 -> Stage.chat("auto", prompt);
      case 1 -> Stage.stream("auto", prompt);
      default -> Stage.stream(Stage.DRIP, prompt);
    };
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void row_44_a_second_signal_ends_a_drain_at_once_and_the_next_start_settles_the_rest(
      String second, int status) throws Exception {
    try (Rig rig = Rig.start(folder, Stage.providers(), Stage.CHEAPEST, "drain: 10m\n")) {
      try (GatewayProcess gateway = start(rig);
          RawClient client = RawClient.connect(rig.dataPort())) {
        client.post(rig, Stage.stream(Stage.DRIP, "Hello [[tokens:9000]]")).await("\"content\"");
        gateway.signal("TERM");
        Await.until("the drain", () -> readLog().contains("draining"));
        assertThat(gateway.awaitEnd(Duration.ofMillis(200))).as("ends by itself").isFalse();
        long startNanos = System.nanoTime();
        gateway.signal(second);
        assertThat(gateway.awaitStatus()).isEqualTo(status);
        assertThat(millisSince(startNanos)).isLessThan(5_000);
        client.readToEnd();
        assertThat(client.text()).doesNotContain("[DONE]");
      }
      assertThat(verify().isSound()).isTrue();
      assertThat(verify().requestsOpen()).isEqualTo(1);
      try (GatewayProcess gateway = start(rig)) {
        assertThat(gateway.terminate()).isZero();
      }
    }
    assertThat(verify().isSound()).isTrue();
    assertThat(verify().requestsOpen()).isZero();
    try (LedgerReport report = LedgerReport.open(folder.resolve("ledger"))) {
      assertThat(report.total().requests()).isEqualTo(1);
    }
  }

  private String readLog() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void a_sighup_has_all_files_read_at_once() throws Exception {
    try (Rig rig = Rig.start(folder, Stage.providers(), Stage.CHEAPEST, "");
        GatewayProcess gateway = start(rig)) {
      // Nothing has changed, so the watcher has nothing to say.
      gateway.signal("HUP");
      Await.until(
          "the files to be read",
          () ->
              readLog().contains("models, prices and policies were read again")
                  && readLog().contains("virtual keys were read again"));
      assertThat(gateway.isAlive()).isTrue();
    }
  }
}
