package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.BRIGHT;
import static io.tollgate.bench.endtoend.Stage.DRIP;
import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.load.Manner;
import io.tollgate.bench.load.Swarm;
import io.tollgate.bench.provider.BillRecord;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.Entry.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send or read slowly: each thing they may be slow at has its limit of time. */
class SlowClientTest {

  private static final Duration TICK = Duration.ofMillis(100);

  @TempDir private static Path folder;
  private static Stage stage;

  @BeforeAll
  static void start() throws Exception {
    stage =
        Stage.start(
            folder,
            Stage.CHEAPEST,
            "limits: { head_read: 1s, body_read: 2s, keep_alive: 2s, write_stall: 2s }\n",
            config -> config);
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  /** Milliseconds until the gateway closes. */
  private static long millisToEnd(RawClient client) throws Exception {
    long start = System.nanoTime();
    client.readToEnd();
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static double metric(String name) {
    try {
      Matcher line =
          Pattern.compile("(?m)^" + Pattern.quote(name) + " ([0-9.E]+)$")
              .matcher(stage.admin("/metrics").body());
      return line.find() ? Double.parseDouble(line.group(1)) : 0;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void row_24_a_connection_that_says_nothing_is_closed_in_time() throws Exception {
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      assertThat(millisToEnd(client)).isBetween(900L, 5_000L);
    }
  }

  @Test
  void row_24_a_head_that_stays_unfinished_is_not_waited_for() throws Exception {
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      client.send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nx-slow: ");
      assertThat(millisToEnd(client)).isBetween(900L, 5_000L);
    }
  }

  @Test
  void row_24_a_connection_between_two_requests_is_closed_in_time() throws Exception {
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      client.post(stage, Stage.chat(SWIFT, "Hello [[tokens:1]]")).await("\"usage\"");
      assertThat(millisToEnd(client)).isBetween(1_900L, 6_000L);
    }
  }

  @Test
  void row_24_the_head_of_a_next_request_must_arrive_in_time_as_well() throws Exception {
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      client.post(stage, Stage.chat(SWIFT, "Hello [[tokens:1]]")).await("\"usage\"");
      client.send("POST /v1/chat/completions HTTP/1.1\r\n");
      assertThat(millisToEnd(client)).isLessThan(4_000L);
    }
  }

  @Test
  void row_24_a_body_that_nobody_wants_is_not_read_for_ever() throws Exception {
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      client
          .send(RawClient.head(stage, "POST /v1/unknown") + "content-length: 1000000\r\n\r\n{")
          .await("unknown_path");
      assertThat(millisToEnd(client)).isLessThan(6_000L);
    }
  }

  @Test
  void row_24_a_slow_provider_is_not_taken_for_a_slow_client() throws Exception {
    Reply reply = stage.post(Stage.stream(DRIP, "Hello [[tokens:2]] [[fault:slow=2500]]"));
    assertThat(reply.broken()).isFalse();
    assertThat(reply.done()).isTrue();
  }

  @Test
  void row_24_a_client_that_reads_slowly_but_reads_gets_its_whole_answer() throws Exception {
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      client.post(stage, Stage.stream(SWIFT, "Hello [[tokens:5000]]", "\"max_tokens\":10000"));
      long start = System.nanoTime();
      // Longer in all than any limit, never as long without a byte.
      for (int i = 1; i <= 20; i++) {
        long next = start + i * Duration.ofMillis(200).toNanos();
        Await.until("the next look", () -> System.nanoTime() - next >= 0);
        client.readSome(50_000);
      }
      client.await("[DONE]");
    }
  }

  @Test
  void row_24_a_thousand_slow_connections_are_closed_while_good_clients_are_served()
      throws Exception {
    String head = "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nx-slow: ";
    String body =
        RawClient.head(stage, "POST /v1/chat/completions")
            + "content-length: 100000\r\n\r\n{\"model\":\"";
    String read =
        RawClient.head(stage, "POST /v1/chat/completions", Stage.stream(SWIFT, "[[tokens:3000]]"))
            + Stage.stream(SWIFT, "[[tokens:3000]]");
    int port = stage.rig.dataPort();
    try (Swarm heads = Swarm.start(port, 500, Manner.dripping(head, "x"), TICK);
        Swarm bodies = Swarm.start(port, 400, Manner.dripping(body, "x"), TICK);
        Swarm reads = Swarm.start(port, 30, Manner.silent(read), TICK)) {
      long worstMillis = 0;
      do {
        long start = System.nanoTime();
        assertThat(stage.post(Stage.chat(BRIGHT, "Hello [[tokens:1]]")).status()).isEqualTo(200);
        worstMillis = Math.max(worstMillis, (System.nanoTime() - start) / 1_000_000);
      } while (heads.ended() < 500 || bodies.ended() < 400);
      assertThat(worstMillis).as("a good client's longest wait").isLessThan(5_000);
      assertThat(reads.answered()).isEqualTo(30);
      Await.until("the readers to be cut", () -> metric("tollgate_active_requests") == 0);
      assertThat(metric("tollgate_slow_clients_total{what=\"head\"}")).isGreaterThanOrEqualTo(500);
      assertThat(metric("tollgate_slow_clients_total{what=\"reading\"}"))
          .isGreaterThanOrEqualTo(30);
    }
  }

  @Test
  void row_23_a_client_that_takes_nothing_is_broken_off_and_pays_for_what_was_produced()
      throws Exception {
    int closed = stage.bill("cheap").peerCloses().size();
    int before = stage.bill("cheap").records().size();
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      client.post(stage, Stage.stream(SWIFT, "Hello [[tokens:200000]]", "\"max_tokens\":200000"));
      assertThat(stage.bill("cheap").awaitSeen(before + 1, Await.PATIENCE)).isTrue();
      BillRecord seen = stage.bill("cheap").records().getLast();
      assertThat(stage.bill("cheap").awaitPeerCloses(closed + 1, Duration.ofSeconds(8))).isTrue();
      String attempt = String.valueOf(seen.clientRequestId());
      AttemptRow row = stage.attempts(attempt.substring(0, attempt.length() - 2)).getFirst();
      assertThat(row.outcome()).isEqualTo(Outcome.ABORTED);
      assertThat(Stage.amount(row).pico()).isPositive();
      assertThat(client.readToEnd()).doesNotContain("[DONE]");
    }
  }
}
