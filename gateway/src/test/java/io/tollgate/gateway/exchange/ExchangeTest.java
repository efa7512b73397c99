package io.tollgate.gateway.exchange;

import static io.tollgate.gateway.upstream.RawServer.CHUNKED_HEAD;
import static io.tollgate.gateway.upstream.RawServer.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.capacity.Work;
import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.Durability;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.upstream.Signal;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.routing.Candidate;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeTest {

  /** A little less than what a client has: timers are rounded to milliseconds. */
  private static final Duration FAREWELL = Duration.ofMillis(990);

  private static final String USAGE =
      "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}";
  private static final String PLAIN =
      "{\"id\":\"c\",\"object\":\"chat.completion\",\"model\":\"m-1\",\"choices\":[{\"index\":0,"
          + "\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},\"finish_reason\":\"stop\"}],"
          + USAGE
          + "}";
  private static final String CONTENT = event("{\"content\":\"hi\"}", "null", "");
  private static final String FINISH = event("{}", "\"stop\"", "");
  private static final String USAGE_ONLY =
      "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"m-1\",\"choices\":[],"
          + USAGE
          + "}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  @TempDir private Path folder;

  private static String event(String delta, String finish, String more) {
    return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"m-1\",\"choices\":"
        + "[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}]"
        + more
        + "}\n\n";
  }

  private static void plain(Stage stage, NetSocket socket) {
    answer(socket, "200 OK", "", PLAIN);
  }

  private static void answer(NetSocket socket, String status, String headers, String body) {
    socket.write(
        "HTTP/1.1 "
            + status
            + "\r\ncontent-type: application/json\r\n"
            + headers
            + "content-length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static void stream(NetSocket socket, String... events) {
    StringBuilder answer = new StringBuilder(CHUNKED_HEAD);
    for (String event : events) {
      answer.append(chunk(event));
    }
    socket.write(answer.toString());
  }

  @Test
  void invariant_01_a_provider_sees_nothing_before_the_hold_is_in_the_journal() throws Exception {
    List<List<String>> seen = new CopyOnWriteArrayList<>();
    AtomicReference<Stage> running = new AtomicReference<>();
    try (Stage stage =
        new Stage(
            folder,
            (self, socket) -> {
              try {
                seen.add(Objects.requireNonNull(running.get()).entriesAfterKill());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              plain(self, socket);
            })) {
      running.set(stage);
      try (RawClient client = stage.ask(false)) {
        assertThat(client.readAll()).startsWith("HTTP/1.1 200 OK");
      }
      stage.awaitLeft();
      assertThat(seen)
          .singleElement()
          .satisfies(before -> assertThat(before).startsWith("RESERVE", "DISPATCH 1 p1/m"));
    }
  }

  @Test
  void a_plain_answer_is_settled_and_carries_its_cost() throws Exception {
    try (Stage stage = new Stage(folder, ExchangeTest::plain);
        RawClient client = stage.ask(false)) {
      assertThat(client.readAll())
          .startsWith("HTTP/1.1 200 OK")
          .contains("x-tollgate-cost: 0.000000000037")
          .contains("\"content\":\"hi\"");
      stage.awaitLeft();
      assertThat(stage.entries())
          .containsExactly(
              "RESERVE", "DISPATCH 1 p1/m", "SETTLE 1 COMPLETE provider_reported 37 pico last");
      assertThat(stage.log.after(0))
          .singleElement()
          .satisfies(e -> assertThat(e.outcome()).isEqualTo("complete"));
    }
  }

  @Test
  void whoever_measures_work_is_told_what_a_billed_attempt_gave_to_do() throws Exception {
    Map<String, Work> told = new ConcurrentHashMap<>();
    try (Stage stage = new Stage(folder, ExchangeTest::plain)) {
      stage.work = (deployment, work, at) -> told.merge(deployment, work.get(), Work::plus);
      try (RawClient client = stage.ask(false)) {
        assertThat(client.readAll()).startsWith("HTTP/1.1 200 OK");
        stage.awaitLeft();
      }
    }
    assertThat(told).containsOnlyKeys("p1/m");
    Work work = Objects.requireNonNull(told.get("p1/m"));
    assertThat(work.requests()).isEqualTo(1);
    assertThat(work.timed()).isZero();
    assertThat(work.prefillTokens()).isEqualTo(7);
    assertThat(work.decodeTokens()).isEqualTo(3);
  }

  @Test
  void a_stream_is_settled_before_its_done_and_its_upstream_connection_is_used_again()
      throws Exception {
    try (Stage stage =
        new Stage(
            folder,
            (self, socket) -> {
              stream(socket, CONTENT, FINISH, USAGE_ONLY, DONE);
              socket.write(chunk(""));
            })) {
      for (int i = 0; i < 2; i++) {
        try (RawClient client = stage.ask(true)) {
          assertThat(client.readAll())
              .contains("\"content\":\"hi\"")
              .contains("\"stop\"")
              .contains(DONE)
              .doesNotContain("prompt_tokens")
              .endsWith("0\r\n\r\n");
        }
      }
      stage.awaitLeft();
      assertThat(stage.providers.getFirst().connections()).isEqualTo(1);
      assertThat(stage.entries())
          .hasSize(6)
          .endsWith("SETTLE 1 COMPLETE provider_reported 37 pico last");
    }
  }

  @Test
  void a_finish_with_usage_is_not_lost_where_usage_is_said_again() throws Exception {
    String finish = event("{}", "\"stop\"", "," + USAGE);
    try (Stage stage =
            new Stage(folder, (self, socket) -> stream(socket, CONTENT, finish, USAGE_ONLY, DONE));
        RawClient client = stage.ask(true)) {
      assertThat(client.readAll()).contains("\"stop\"").contains(DONE);
      assertThat(stage.entries()).endsWith("SETTLE 1 COMPLETE provider_reported 37 pico last");
    }
  }

  @Test
  void a_client_that_leaves_before_the_answer_cancels_it_and_is_billed() throws Exception {
    Signal asked = new Signal();
    try (Stage stage = new Stage(folder, (self, socket) -> asked.give())) {
      RawClient client = stage.ask(true);
      asked.await();
      client.close();
      stage.providers.getFirst().closed().await();
      stage.awaitLeft();
      assertThat(stage.entries())
          .last()
          .asString()
          .matches("SETTLE 1 ABORTED partial_stream_estimated \\d+ pico last");
      assertThat(stage.log.after(0))
          .singleElement()
          .satisfies(e -> {
            assertThat(e.status()).isEqualTo(499);
            assertThat(e.outcome()).isEqualTo("aborted");
          });
    }
  }

  @Test
  void a_client_that_leaves_in_the_middle_cancels_the_rest() throws Exception {
    try (Stage stage = new Stage(folder, (self, socket) -> stream(socket, CONTENT, CONTENT))) {
      try (RawClient client = stage.ask(true)) {
        client.readUntil("hi");
      }
      stage.providers.getFirst().closed().await();
      stage.awaitLeft();
      assertThat(stage.entries())
          .last()
          .asString()
          .matches("SETTLE 1 ABORTED partial_stream_estimated \\d+ pico last");
    }
  }

  /** A ledger whose answers come from the journal's writer, each after its sync. */
  private static final JournalOptions SYNCED =
      JournalOptions.DEFAULTS.withDurability(Durability.DISK);

  /** Holds the journal's writer until it is let go. */
  private static final class Brake implements AppendListener {
    private final Signal reached = new Signal();
    private final CountDownLatch letGo = new CountDownLatch(1);

    static Brake on(Stage stage) throws InterruptedException {
      Brake brake = new Brake();
      stage
          .ledger()
          .append(
              List.of(new Entry.Reserve(Instant.now(), "other", "k", "p", "r", "m", false, null)),
              brake);
      brake.reached.await();
      return brake;
    }

    @Override
    public void appended(long lastSeq) {
      reached.give();
      try {
        assertThat(letGo.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void failed(Throwable cause) {
      throw new AssertionError(cause);
    }
  }

  @Test
  void a_client_that_leaves_before_anything_was_sent_pays_nothing() throws Exception {
    try (Stage stage = new Stage(folder, SYNCED, UnaryOperator.identity(), ExchangeTest::plain)) {
      Brake brake = Brake.on(stage);
      stage.ask(false).close();
      stage.clientLeft.await();
      brake.letGo.countDown();
      stage.awaitLeft();
      assertThat(stage.entries())
          .containsExactly("RESERVE", "RESERVE", "DISPATCH 1 p1/m", "VOID 1 last");
      assertThat(stage.providers.getFirst().requests()).isEmpty();
    }
  }

  @Test
  void a_client_that_leaves_between_two_attempts_is_billed_for_the_first() throws Exception {
    CompletableFuture<Brake> brake = new CompletableFuture<>();
    try (Stage stage =
        new Stage(
            folder,
            SYNCED,
            UnaryOperator.identity(),
            (self, socket) ->
                self.vertx
                    .executeBlocking(() -> brake.complete(Brake.on(self)))
                    .onSuccess(braked ->
                        socket.write(
                            "HTTP/1.1 500 Oops\r\ncontent-length: 100000\r\n\r\n"
                                + "x".repeat(70_000))),
            ExchangeTest::plain)) {
      RawClient client = stage.ask(false);
      // It has read enough of the error and gives the connection up: the first attempt is over.
      stage.providers.getFirst().closed().await();
      client.close();
      stage.clientLeft.await();
      brake.join().letGo.countDown();
      stage.awaitLeft();
      assertThat(stage.entries())
          .containsExactly(
              "RESERVE", "DISPATCH 1 p1/m", "RESERVE", "VOID 1", "DISPATCH 2 p2/m", "VOID 2 last");
      assertThat(stage.providers.getLast().requests()).isEmpty();
    }
  }

  @Test
  void the_next_deployment_answers_where_the_first_fails() throws Exception {
    try (Stage stage =
            new Stage(
                folder,
                (self, socket) -> answer(socket, "500 Oops", "", "{}"),
                ExchangeTest::plain);
        RawClient client = stage.ask(false)) {
      assertThat(client.readAll())
          .startsWith("HTTP/1.1 200 OK")
          .contains("x-tollgate-model: p2/m")
          .contains("x-tollgate-attempts: 2");
      assertThat(stage.entries())
          .containsExactly(
              "RESERVE",
              "DISPATCH 1 p1/m",
              "VOID 1",
              "DISPATCH 2 p2/m",
              "SETTLE 2 COMPLETE provider_reported 37 pico last");
    }
  }

  @Test
  void a_fault_between_attempts_resolves_the_hold_and_answers() throws Exception {
    try (Stage stage = new Stage(folder, (self, socket) -> answer(socket, "500 Oops", "", "{}"))) {
      stage.thenTry(Samples.candidate("nobody-configured-it", "m"));
      try (RawClient client = stage.ask(false)) {
        assertThat(client.readAll())
            .startsWith("HTTP/1.1 500")
            .contains("internal_error")
            .contains("x-tollgate-error-source: gateway");
      }
      stage.awaitLeft();
      assertThat(stage.entries())
          .containsExactly("RESERVE", "DISPATCH 1 p1/m", "EXPIRE_ESTIMATE 1 2100 pico last");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // a fault is what is wanted
  void a_fault_before_anything_is_reserved_reserves_nothing() throws Exception {
    try (Stage stage = new Stage(folder, ExchangeTest::plain)) {
      Candidate right = Samples.candidate("p1", "m");
      stage.firstTry(
          new Candidate(
              new Deployment("p1", null, Samples.MODEL), right.estimate(), right.scorePico()));
      try (RawClient client = stage.ask(false)) {
        assertThat(client.readAll()).startsWith("HTTP/1.1 500");
      }
      stage.awaitLeft();
      assertThat(stage.entries()).isEmpty();
      assertThat(stage.providers.getFirst().requests()).isEmpty();
    }
  }

  @Test
  void invariant_14_nothing_is_sent_where_the_ledger_takes_nothing() throws Exception {
    try (Stage stage = new Stage(folder, ExchangeTest::plain)) {
      stage.ledger().close();
      try (RawClient client = stage.ask(false)) {
        assertThat(client.readAll()).startsWith("HTTP/1.1 503").contains("ledger_unavailable");
      }
      stage.awaitLeft();
      assertThat(stage.providers.getFirst().requests()).isEmpty();
    }
  }

  /** Answers once the ledger has closed behind the request's back. */
  private static void afterTheLedgerClosed(Stage stage, NetSocket socket, String answer) {
    stage
        .vertx
        .executeBlocking(() -> {
          stage.ledger().close();
          return true;
        })
        .onSuccess(closed -> socket.write(answer));
  }

  @Test
  void an_answer_that_cannot_be_settled_is_not_released() throws Exception {
    String answer =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
            + PLAIN.length()
            + "\r\n\r\n"
            + PLAIN;
    try (Stage stage =
        new Stage(folder, (self, socket) -> afterTheLedgerClosed(self, socket, answer))) {
      try (RawClient client = stage.ask(false)) {
        assertThat(client.readAll())
            .startsWith("HTTP/1.1 503")
            .contains("ledger_unavailable")
            .doesNotContain("\"content\":\"hi\"");
      }
      stage.awaitLeft();
    }
  }

  @Test
  void a_stream_that_cannot_be_settled_breaks_off_without_done() throws Exception {
    String answer = CHUNKED_HEAD + chunk(CONTENT) + chunk(FINISH) + chunk(DONE) + chunk("");
    try (Stage stage =
        new Stage(folder, (self, socket) -> afterTheLedgerClosed(self, socket, answer))) {
      try (RawClient client = stage.ask(true)) {
        assertThat(client.readAll())
            .startsWith("HTTP/1.1 200 OK")
            .contains("\"content\":\"hi\"")
            .contains("data: {\"error\"")
            .contains("ledger_unavailable")
            .doesNotContain("[DONE]")
            .doesNotContain("\r\n0\r\n");
      }
      stage.awaitLeft();
    }
  }

  @Test
  void a_client_has_a_while_to_read_the_error_before_its_connection_breaks() throws Exception {
    String answer = CHUNKED_HEAD + chunk(CONTENT) + chunk(FINISH) + chunk(DONE) + chunk("");
    try (Stage stage =
            new Stage(folder, (self, socket) -> afterTheLedgerClosed(self, socket, answer));
        RawClient client = stage.ask(true)) {
      long beforeTheError = System.nanoTime();
      assertThat(client.readAll()).contains("data: {\"error\"").doesNotContain("\r\n0\r\n");
      assertThat(Duration.ofNanos(System.nanoTime() - beforeTheError)).isGreaterThan(FAREWELL);
      stage.awaitLeft();
    }
  }

  @Test
  void a_bill_that_the_ledger_refuses_ends_in_an_error_and_not_in_silence() throws Exception {
    try (Stage stage = new Stage(folder, ExchangeTest::voidBehindItsBackAndAnswer)) {
      try (RawClient client = stage.ask(false)) {
        assertThat(client.readAll()).startsWith("HTTP/1.1 500").contains("internal_error");
      }
      stage.awaitLeft();
      assertThat(stage.entries()).containsExactly("RESERVE", "DISPATCH 1 p1/m", "VOID 1 last");
    }
  }

  private static void voidBehindItsBackAndAnswer(Stage stage, NetSocket socket) {
    Matcher id =
        Pattern.compile("x-client-request-id: (req_\\w+)-1")
            .matcher(stage.providers.getFirst().requests().getFirst());
    assertThat(id.find()).isTrue();
    stage
        .ledger()
        .append(
            List.of(new Entry.Voided(Instant.now(), id.group(1), 1, true, 0, "a bug")),
            new AppendListener() {
              @Override
              public void appended(long lastSeq) {
                plain(stage, socket);
              }

              @Override
              public void failed(Throwable cause) {
                socket.close();
              }
            });
  }

  @Test
  void a_stream_that_runs_when_the_grace_is_over_is_settled_and_broken_off() throws Exception {
    try (Stage stage = new Stage(folder, (self, socket) -> stream(socket, CONTENT));
        RawClient client = stage.ask(true)) {
      client.readUntil("hi");
      Signal drained = new Signal();
      stage.loop.runOnContext(ignored ->
          stage
              .running
              .drain(stage.vertx, Duration.ofMillis(1))
              .onComplete(done -> drained.give()));
      assertThat(client.readAll())
          .contains("data: {\"error\"")
          .contains("gateway_stopping")
          .doesNotContain("[DONE]");
      drained.await();
      stage.providers.getFirst().closed().await();
      assertThat(stage.entries())
          .last()
          .asString()
          .matches("SETTLE 1 ABORTED partial_stream_estimated \\d+ pico last");
      assertThat(stage.metrics.active()).isZero();
    }
  }

  @Test
  void a_request_without_an_answer_when_the_grace_is_over_gets_an_error() throws Exception {
    Signal asked = new Signal();
    try (Stage stage = new Stage(folder, (self, socket) -> asked.give());
        RawClient client = stage.ask(false)) {
      asked.await();
      stage.loop.runOnContext(ignored -> stage.running.drain(stage.vertx, Duration.ofMillis(1)));
      assertThat(client.readAll()).startsWith("HTTP/1.1 503").contains("gateway_stopping");
      stage.awaitLeft();
      assertThat(stage.entries())
          .containsExactly(
              "RESERVE", "DISPATCH 1 p1/m", "SETTLE 1 ABORTED tokenizer_estimated 2100 pico last");
    }
  }

  @Test
  void an_error_status_counts_though_its_body_breaks_off() throws Exception {
    try (Stage stage =
            new Stage(
                folder,
                (self, socket) ->
                    socket.end(
                        Buffer.buffer(
                            "HTTP/1.1 429 Slow down\r\nretry-after: 7\r\n"
                                + "content-length: 100\r\n\r\nslow")));
        RawClient client = stage.ask(false)) {
      assertThat(client.readAll())
          .startsWith("HTTP/1.1 429")
          .contains("retry-after: 7")
          .contains("upstream_rate_limited");
      assertThat(stage.entries()).endsWith("VOID 1 last");
    }
  }

  @Test
  void an_error_without_end_is_read_no_further_than_it_helps() throws Exception {
    AtomicLong timer = new AtomicLong();
    try (Stage stage =
        new Stage(
            folder,
            (self, socket) -> {
              socket.write(CHUNKED_HEAD.replace("200 OK", "400 Bad"));
              timer.set(
                  self.vertx.setPeriodic(1, tick -> socket.write(chunk("wrong ".repeat(1000)))));
            })) {
      try (RawClient client = stage.ask(false)) {
        assertThat(client.readAll()).startsWith("HTTP/1.1 400").contains("wrong");
      }
      stage.providers.getFirst().closed().await();
      stage.vertx.cancelTimer(timer.get());
    }
  }

  @Test
  void where_a_provider_is_stays_with_the_gateway() throws Exception {
    try (Stage stage = new Stage(folder, ExchangeTest::plain)) {
      int port = stage.providers.getFirst().port();
      stage.providers.getFirst().close();
      try (RawClient client = stage.ask(false)) {
        assertThat(client.readAll())
            .startsWith("HTTP/1.1 502")
            .contains("upstream_unreachable")
            .doesNotContain("127.0.0.1")
            .doesNotContain(Integer.toString(port));
      }
      assertThat(stage.entries()).endsWith("VOID 2 last");
    }
  }

  @Test
  void a_slow_client_slows_the_provider_and_still_gets_everything() throws Exception {
    int events = 24_000;
    String event = event("{\"content\":\"" + "x".repeat(1000) + "\"}", "null", "");
    AtomicLong sent = new AtomicLong();
    Signal full = new Signal();
    try (Stage stage =
            new Stage(
                folder,
                (self, socket) -> {
                  socket.write(CHUNKED_HEAD);
                  send(socket, chunk(event), sent, events, full);
                });
        RawClient client = stage.ask(true)) {
      full.await();
      Signal later = new Signal();
      stage.vertx.setTimer(300, ignored -> later.give());
      later.await();
      assertThat(sent.get()).as("events sent to a client that does not read").isLessThan(events);
      assertThat(client.countAll()).isGreaterThan((long) events * event.length());
      stage.awaitLeft();
      assertThat(stage.entries()).last().asString().startsWith("SETTLE 1 COMPLETE");
    }
  }

  private static void send(
      NetSocket socket, String event, AtomicLong sent, int events, Signal full) {
    while (sent.get() < events && !socket.writeQueueFull()) {
      socket.write(event);
      sent.incrementAndGet();
    }
    if (sent.get() < events) {
      full.give();
      socket.drainHandler(ignored -> send(socket, event, sent, events, full));
    } else {
      socket.write(chunk(FINISH) + chunk(DONE) + chunk(""));
    }
  }

  @Test
  void a_provider_that_closes_after_its_answer_does_not_cut_off_a_slow_client()
      throws IOException, InterruptedException {
    int events = 12_000;
    String event = event("{\"content\":\"" + "x".repeat(1000) + "\"}", "null", "");
    try (Stage stage =
            new Stage(
                folder,
                (self, socket) ->
                    socket.end(
                        Buffer.buffer(
                            CHUNKED_HEAD
                                + chunk(event).repeat(events)
                                + chunk(FINISH)
                                + chunk(DONE)
                                + chunk(""))));
        RawClient client = stage.ask(true)) {
      client.readUntil("HTTP/1.1 200 OK");
      Signal later = new Signal();
      stage.vertx.setTimer(300, ignored -> later.give());
      later.await();
      assertThat(client.countAll()).isGreaterThan((long) events * event.length());
      stage.awaitLeft();
      assertThat(stage.entries()).last().asString().startsWith("SETTLE 1 COMPLETE");
    }
  }
}
