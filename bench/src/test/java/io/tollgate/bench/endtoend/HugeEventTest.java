package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.BRIGHT;
import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.rig.GatewayProcess;
import io.tollgate.bench.rig.Rig;
import io.tollgate.gateway.ledger.Entry.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events and answers far over the limit. */
class HugeEventTest {

  private static final int HUGE_BYTES = 64 << 20;
  private static final String FAULT = "[[fault@cheap:huge-event=" + HUGE_BYTES + "]]";

  /** With the default limit of 4 MiB an event they would fill half the heap. */
  private static final int STREAMS = 16;

  @TempDir private Path folder;

  @Test
  void row_14_an_event_of_64_mib_is_cut_at_the_limit_and_the_next_deployment_answers()
      throws Exception {
    try (Stage stage = Stage.start(folder)) {
      int closed = stage.bill("cheap").peerCloses().size();
      Reply reply = stage.post(Stage.stream("auto", "Hello " + FAULT));
      assertThat(reply.done()).isTrue();
      assertThat(reply.header("x-tollgate-model")).isEqualTo(BRIGHT);
      assertThat(stage.bill("cheap").awaitPeerCloses(closed + 1, Await.PATIENCE)).isTrue();
      assertThat(stage.attempts(reply.requestId()).getFirst().outcome())
          .isEqualTo(Outcome.TRUNCATED);
      Reply alone = stage.post(Stage.stream(SWIFT, "Hello " + FAULT));
      assertThat(alone.status()).isEqualTo(502);
      assertThat(alone.error().path("code").stringValue()).isEqualTo("upstream_protocol_error");
    }
  }

  @Test
  void row_14_many_events_of_64_mib_at_a_time_fit_past_a_heap_of_128_mib() throws Exception {
    Path log = folder.resolve("gateway.log");
    try (Rig rig = Rig.start(folder, Stage.providers(), Stage.CHEAPEST, "");
        GatewayProcess gateway =
            GatewayProcess.start(
                rig.files().config(),
                rig.adminPort(),
                log,
                List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError"));
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      gateway.awaitReady();
      List<Callable<Reply>> requests = new ArrayList<>();
      String body = Stage.stream(SWIFT, FAULT);
      for (int i = 0; i < STREAMS; i++) {
        requests.add(() -> Stage.send(client, request(rig, body)));
      }
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Reply> reply : threads.invokeAll(requests)) {
          assertThat(reply.get().status()).as(() -> tail(log)).isEqualTo(502);
        }
      }
      Reply after = Stage.send(client, request(rig, Stage.stream("auto", "Hello [[tokens:9]]")));
      assertThat(after.done()).isTrue();
      Reply plain = Stage.send(client, request(rig, Stage.chat(SWIFT, FAULT)));
      assertThat(plain.status()).as("an answer in one piece: " + tail(log)).isEqualTo(502);
      assertThat(gateway.terminate()).isZero();
      assertThat(Files.readString(log)).doesNotContain("OutOfMemory");
    }
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpRequest request(Rig rig, String body) {
    return HttpRequest.newBuilder(URI.create(rig.baseUrl() + "/chat/completions"))
        .timeout(Await.PATIENCE.multipliedBy(3))
        .header("authorization", "Bearer " + rig.key())
        .header("content-type", "application/json")
        .POST(ofString(body))
        .build();
  }
}
