package io.tollgate.gateway.exchange;

import static io.tollgate.gateway.exchange.Answers.content;
import static io.tollgate.gateway.exchange.Answers.failing;
import static io.tollgate.gateway.exchange.Answers.mute;
import static io.tollgate.gateway.exchange.Answers.raw;
import static io.tollgate.gateway.exchange.Answers.saying;
import static io.tollgate.gateway.exchange.Answers.stream;
import static io.tollgate.gateway.upstream.RawServer.CHUNKED_HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.verify.Verdict;
import io.tollgate.gateway.upstream.Resilience;
import io.tollgate.gateway.upstream.Resilience.Departure;
import io.tollgate.gateway.upstream.Signal;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.routing.Patience;
import io.tollgate.policies.routing.Tactic;
import io.vertx.core.net.NetSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedCourseTest {

  private static final long NEVER = Patience.UNLIMITED;

  @TempDir private Path folder;

  private static Stage verifying(Path folder, Stage.Answer... answers) {
    Stage stage = new Stage(folder, answers);
    stage.tactic = new Tactic.Verified();
    return stage;
  }

  @Test
  void an_answer_that_passes_is_released_and_paid_for_once() throws Exception {
    for (boolean streamed : new boolean[] {true, false}) {
      Path own = folder.resolve("streamed-" + streamed);
      try (Stage stage = verifying(own, saying("fine"), saying("second"))) {
        try (RawClient client = stage.ask(streamed)) {
          assertThat(client.readAll())
              .startsWith("HTTP/1.1 200")
              .contains("x-tollgate-model: p1/m\r\n")
              .contains("x-tollgate-reason: the test says so; verified\r\n")
              .contains("fine")
              .doesNotContain("second");
        }
        stage.awaitLeft();
        assertThat(stage.providers.getLast().requests()).isEmpty();
        assertThat(stage.entries())
            .containsExactly(
                "RESERVE", "DISPATCH 1 p1/m", "SETTLE 1 COMPLETE provider_reported 37 pico last");
        assertThat(stage.count("tollgate.verifications", "deployment", "p1/m", "verdict", "passed"))
            .isEqualTo(1);
      }
    }
  }

  @Test
  void a_stream_that_was_held_is_released_byte_for_byte_as_it_would_have_passed() throws Exception {
    String answer = stream("one ", "two ", "three");
    String passed;
    try (Stage stage = new Stage(folder.resolve("straight"), raw(answer));
        RawClient client = stage.ask(true)) {
      passed = client.readChunked();
    }
    try (Stage stage = verifying(folder.resolve("verified"), raw(answer), mute());
        RawClient client = stage.ask(true)) {
      assertThat(client.readChunked()).isEqualTo(passed).contains("three").endsWith("[DONE]\n\n");
    }
  }

  @Test
  void an_answer_that_is_wanting_is_paid_for_and_the_next_deployment_answers() throws Exception {
    for (boolean streamed : new boolean[] {true, false}) {
      Path own = folder.resolve("streamed-" + streamed);
      try (Stage stage = verifying(own, saying(""), saying("second"))) {
        List<WitnessedAnswer> answers = new CopyOnWriteArrayList<>();
        stage.witness = (request, key, call, decision) -> answers::add;
        try (RawClient client = stage.ask(streamed)) {
          assertThat(client.readAll())
              .startsWith("HTTP/1.1 200")
              .contains("x-tollgate-model: p2/m\r\n")
              .contains("; fallback after verifier: the answer is empty\r\n")
              .contains("x-tollgate-attempts: 2\r\n")
              .contains("second");
        }
        stage.awaitLeft();
        assertThat(stage.reasons())
            .containsExactly("the test says so", "fallback after verifier: the answer is empty");
        assertThat(stage.entries())
            .containsExactly(
                "RESERVE",
                "DISPATCH 1 p1/m",
                "SETTLE 1 COMPLETE provider_reported 37 pico",
                "DISPATCH 2 p2/m",
                "SETTLE 2 COMPLETE provider_reported 37 pico last");
        assertThat(stage.log.after(0).getFirst().cost()).isEqualTo(new Picodollars(74));
        assertThat(stage.count("tollgate.verifications", "deployment", "p1/m", "verdict", "empty"))
            .isEqualTo(1);
        assertThat(answers)
            .extracting(WitnessedAnswer::released)
            .as("what the witness was told")
            .containsExactly(false, true);
        assertThat(answers.getFirst().verdict()).isInstanceOf(Verdict.Failed.class);
        assertThat(answers.getFirst().cost()).isEqualTo(new Picodollars(37));
      }
    }
  }

  @Test
  void nothing_is_released_of_a_stream_that_breaks_off_while_it_is_held() throws Exception {
    String cut = CHUNKED_HEAD + content("lost") + "0\r\n\r\n";
    try (Stage stage = verifying(folder, raw(cut), saying("second"));
        RawClient client = stage.ask(true)) {
      assertThat(client.readAll()).contains("second").contains("[DONE]").doesNotContain("lost");
      stage.awaitLeft();
      List<String> entries = stage.entries();
      assertThat(entries.get(2)).startsWith("SETTLE 1 TRUNCATED partial_stream_estimated");
      assertThat(entries.getLast()).isEqualTo("SETTLE 2 COMPLETE provider_reported 37 pico last");
    }
  }

  @Test
  void the_client_is_told_of_the_failure_where_nobody_answers_after_the_verifier()
      throws Exception {
    try (Stage stage = verifying(folder, saying(""), failing("500 No"))) {
      try (RawClient client = stage.ask(true)) {
        assertThat(client.readAll()).startsWith("HTTP/1.1 502").contains("upstream_error");
      }
      stage.awaitLeft();
      assertThat(stage.entries())
          .containsExactly(
              "RESERVE",
              "DISPATCH 1 p1/m",
              "SETTLE 1 COMPLETE provider_reported 37 pico",
              "DISPATCH 2 p2/m",
              "VOID 2 last");
    }
  }

  @Test
  void an_answer_is_released_though_it_is_wanting_where_nobody_else_can_be_asked()
      throws Exception {
    try (Stage stage = verifying(folder, saying(""))) {
      try (RawClient client = stage.ask(false)) {
        assertThat(client.readAll())
            .startsWith("HTTP/1.1 200")
            .contains("released though the answer is empty: no other deployment takes it\r\n");
      }
      assertThat(stage.entries())
          .hasSize(3)
          .endsWith("SETTLE 1 COMPLETE provider_reported 37 pico last");
    }
  }

  @Test
  void a_client_that_leaves_while_its_answer_is_held_ends_it() throws Exception {
    Signal asked = new Signal();
    Stage.Answer begun =
        (stage, socket) -> {
          socket.write(CHUNKED_HEAD + content("begun"));
          asked.give();
        };
    try (Stage stage = verifying(folder, begun, saying("second"))) {
      RawClient client = stage.ask(true);
      asked.await();
      client.close();
      stage.providers.getFirst().closed().await();
      stage.awaitLeft();
      assertThat(stage.entries())
          .hasSize(3)
          .last()
          .asString()
          .matches("SETTLE 1 ABORTED partial_stream_estimated \\d+ pico last");
    }
  }

  @Test
  void what_is_held_for_a_client_that_has_left_is_read_on_where_it_is_billed_anyway()
      throws Exception {
    Resilience drains =
        Resilience.DEFAULTS.withDeparture(new Departure(Duration.ofSeconds(20), 1 << 20));
    AtomicReference<NetSocket> provider = new AtomicReference<>();
    Signal asked = new Signal();
    Stage.Answer begun =
        (stage, socket) -> {
          provider.set(socket);
          socket.write(CHUNKED_HEAD + content("begun"));
          asked.give();
        };
    try (Stage stage = new Stage(folder, drains, begun, saying("second"))) {
      stage.tactic = new Tactic.Verified();
      RawClient client = stage.ask(true);
      asked.await();
      client.close();
      stage.clientLeft.await();
      provider.get().write(content(" and done") + Answers.DONE);
      stage.awaitLeft();
      assertThat(stage.entries())
          .containsExactly(
              "RESERVE", "DISPATCH 1 p1/m", "SETTLE 1 ABORTED provider_reported 37 pico last");
    }
  }

  @Test
  void a_held_answer_when_the_grace_is_over_gives_an_error() throws Exception {
    Signal asked = new Signal();
    Stage.Answer begun =
        (stage, socket) -> {
          socket.write(CHUNKED_HEAD + content("begun"));
          asked.give();
        };
    try (Stage stage = verifying(folder, begun, saying("second"));
        RawClient client = stage.ask(true)) {
      asked.await();
      stage.loop.runOnContext(ignored -> stage.running.drain(stage.vertx, Duration.ofMillis(1)));
      assertThat(client.readAll())
          .startsWith("HTTP/1.1 503")
          .contains("gateway_stopping")
          .doesNotContain("begun");
      stage.awaitLeft();
      assertThat(stage.entries()).last().asString().startsWith("SETTLE 1 ABORTED").endsWith("last");
    }
  }

  @Test
  void a_stream_that_is_too_large_to_be_held_is_released_unverified_and_whole() throws Exception {
    String[] texts = new String[40];
    Arrays.setAll(texts, i -> i + "x".repeat(40_000));
    try (Stage stage = verifying(folder, raw(stream(texts)), saying("second"));
        RawClient client = stage.ask(true)) {
      String body = client.readAll();
      assertThat(body)
          .contains("; released unverified: too large to be held\r\n")
          .contains("[DONE]");
      for (String text : texts) {
        assertThat(body).contains(text);
      }
      assertThat(stage.entries()).hasSize(3);
      assertThat(
              stage.count("tollgate.verifications", "deployment", "p1/m", "verdict", "unverified"))
          .isEqualTo(1);
    }
  }

  @Test
  void a_stream_for_which_there_is_no_room_is_released_unverified_and_whole() throws Exception {
    try (Stage stage =
        verifying(folder, raw(stream("x".repeat(3_000), "y".repeat(3_000))), saying("second"))) {
      stage.heldBytesMax = 100;
      try (RawClient client = stage.ask(true)) {
        assertThat(client.readAll())
            .contains("; released unverified: too large to be held\r\n")
            .contains("x".repeat(3_000))
            .contains("y".repeat(3_000))
            .contains("[DONE]");
      }
    }
  }

  @Test
  void a_large_answer_is_looked_at_as_well() throws Exception {
    String[] words = new String[20];
    Arrays.setAll(words, i -> i + " word".repeat(1_000));
    String[] blanks = new String[20];
    Arrays.fill(blanks, " ".repeat(5_000));
    for (boolean streamed : new boolean[] {true, false}) {
      Stage.Answer large = raw(streamed ? stream(words) : Answers.plain(String.join("", words)));
      Stage.Answer empty = raw(streamed ? stream(blanks) : Answers.plain(String.join("", blanks)));
      try (Stage stage = verifying(folder.resolve("large-" + streamed), large, saying("second"));
          RawClient client = stage.ask(streamed)) {
        assertThat(client.readAll()).contains("; verified\r\n").contains(words);
      }
      try (Stage stage = verifying(folder.resolve("empty-" + streamed), empty, saying("second"));
          RawClient client = stage.ask(streamed)) {
        assertThat(client.readAll()).contains("x-tollgate-model: p2/m").contains("is empty");
      }
    }
  }

  @Test
  void a_held_answer_that_cannot_be_settled_is_not_released() throws Exception {
    Stage.Answer late =
        (stage, socket) ->
            stage
                .vertx
                .executeBlocking(() -> {
                  stage.ledger().close();
                  return true;
                })
                .onSuccess(closed -> socket.write(stream("answer")));
    try (Stage stage = verifying(folder, late, saying("second"));
        RawClient client = stage.ask(true)) {
      assertThat(client.readAll())
          .startsWith("HTTP/1.1 503")
          .contains("ledger_unavailable")
          .doesNotContain("answer\"");
      stage.awaitLeft();
    }
  }

  @Test
  void a_first_that_is_slow_is_hedged_and_the_second_answers_straight() throws Exception {
    try (Stage stage = verifying(folder, mute(), saying("second"))) {
      stage.patience = new Patience(NEVER, 0, 60);
      try (RawClient client = stage.ask(true)) {
        assertThat(client.readAll()).contains("second").contains("[DONE]");
      }
      stage.awaitLeft();
      List<String> entries = stage.entries();
      assertThat(entries).hasSize(5);
      assertThat(entries.get(3)).startsWith("SETTLE 1 ABORTED");
      assertThat(entries.get(4)).isEqualTo("SETTLE 2 COMPLETE provider_reported 37 pico last");
    }
  }

  @Test
  void where_the_verifier_finds_a_fault_during_a_hedge_the_other_answers() throws Exception {
    AtomicReference<NetSocket> first = new AtomicReference<>();
    Stage.Answer waits = (stage, socket) -> first.set(socket);
    Stage.Answer hedge =
        (stage, socket) -> {
          first.get().write(stream(""));
          stage.vertx.setTimer(100, ignored -> socket.write(stream("second")));
        };
    try (Stage stage = verifying(folder, waits, hedge)) {
      stage.patience = new Patience(NEVER, 0, 60);
      try (RawClient client = stage.ask(true)) {
        assertThat(client.readAll())
            .contains("second")
            .contains("fallback after verifier")
            .contains("[DONE]");
      }
      stage.awaitLeft();
      assertThat(stage.entries())
          .containsExactly(
              "RESERVE",
              "DISPATCH 1 p1/m",
              "DISPATCH 2 p2/m",
              "SETTLE 1 COMPLETE provider_reported 37 pico",
              "SETTLE 2 COMPLETE provider_reported 37 pico last");
    }
  }

  @Test
  void the_second_of_the_plan_is_not_held_where_the_first_fails() throws Exception {
    try (Stage stage = verifying(folder, failing("500 No"), saying(""));
        RawClient client = stage.ask(true)) {
      assertThat(client.readAll()).contains("x-tollgate-model: p2/m").contains("[DONE]");
      assertThat(stage.entries()).hasSize(5);
      assertThat(stage.count("tollgate.verifications")).isZero();
    }
  }
}
