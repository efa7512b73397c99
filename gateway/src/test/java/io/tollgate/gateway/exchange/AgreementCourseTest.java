package io.tollgate.gateway.exchange;

import static io.tollgate.gateway.exchange.Answers.content;
import static io.tollgate.gateway.exchange.Answers.failing;
import static io.tollgate.gateway.exchange.Answers.raw;
import static io.tollgate.gateway.exchange.Answers.saying;
import static io.tollgate.gateway.exchange.Answers.stream;
import static io.tollgate.gateway.upstream.RawServer.CHUNKED_HEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.gateway.upstream.Permit;
import io.tollgate.gateway.upstream.Signal;
import io.tollgate.gateway.upstream.Verdict;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Estimate;
import io.tollgate.policies.routing.Tactic;
import io.vertx.core.net.NetSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgreementCourseTest {

  @TempDir private Path folder;

  private static Stage agreeing(Path folder, Stage.Answer... answers) {
    Stage stage = new Stage(folder, answers);
    stage.tactic = new Tactic.Agreement();
    if (answers.length > 2) {
      // The third model of the same provider has a price like the others.
      stage.plan.set(2, Samples.candidate("p3", "n"));
    }
    return stage;
  }

  @Test
  void the_first_answer_is_released_where_the_second_says_the_same() throws Exception {
    for (boolean streamed : new boolean[] {true, false}) {
      Path own = folder.resolve("streamed-" + streamed);
      try (Stage stage =
          agreeing(
              own,
              saying("So the answer is (C)."),
              saying("C) it is. Answer: C"),
              saying("third"))) {
        List<WitnessedAnswer> answers = new CopyOnWriteArrayList<>();
        stage.witness = (request, key, call, decision) -> answers::add;
        try (RawClient client = stage.ask(streamed)) {
          assertThat(client.readAll())
              .startsWith("HTTP/1.1 200")
              .contains("x-tollgate-model: p1/m\r\n")
              .contains("x-tollgate-reason: the test says so; agreed with p2/m\r\n")
              .contains("So the answer is (C).")
              .doesNotContain("it is.");
        }
        stage.awaitLeft();
        assertThat(stage.providers.getLast().requests()).isEmpty();
        assertThat(stage.reasons())
            .containsExactly("the test says so", "agreement: asked beside p1/m");
        assertThat(stage.entries())
            .containsExactly(
                "RESERVE",
                "DISPATCH 1 p1/m",
                "DISPATCH 2 p2/m",
                "SETTLE 2 COMPLETE provider_reported 37 pico",
                "SETTLE 1 COMPLETE provider_reported 37 pico last");
        assertThat(stage.log.after(0).getFirst().cost()).isEqualTo(new Picodollars(74));
        assertThat(stage.count("tollgate.agreements", "result", "agreed")).isEqualTo(1);
        assertThat(answers)
            .extracting(WitnessedAnswer::attempt, WitnessedAnswer::released)
            .containsExactlyInAnyOrder(tuple(1, true), tuple(2, false));
      }
    }
  }

  @Test
  void a_stream_that_was_agreed_on_is_released_byte_for_byte_as_it_would_have_passed()
      throws Exception {
    String answer = stream("one ", "two ", "three");
    String passed;
    try (Stage stage = new Stage(folder.resolve("straight"), raw(answer));
        RawClient client = stage.ask(true)) {
      passed = client.readChunked();
    }
    try (Stage stage = agreeing(folder.resolve("agreeing"), raw(answer), saying("One two three."));
        RawClient client = stage.ask(true)) {
      assertThat(client.readChunked()).isEqualTo(passed);
    }
  }

  @Test
  void the_third_answers_where_the_first_two_differ_and_all_three_are_paid_for() throws Exception {
    for (boolean streamed : new boolean[] {true, false}) {
      Path own = folder.resolve("streamed-" + streamed);
      try (Stage stage = agreeing(own, saying("41"), saying("42"), saying("43"));
          RawClient client = stage.ask(streamed)) {
        assertThat(client.readAll())
            .contains("x-tollgate-model: p3/n\r\n")
            .contains("; fallback after disagreement\r\n")
            .contains("x-tollgate-attempts: 3\r\n")
            .contains("\"43\"")
            .doesNotContain("\"41\"")
            .doesNotContain("\"42\"");
        stage.awaitLeft();
        assertThat(stage.reasons())
            .containsExactly(
                "the test says so", "agreement: asked beside p1/m", "fallback after disagreement");
        assertThat(stage.entries())
            .containsExactly(
                "RESERVE",
                "DISPATCH 1 p1/m",
                "DISPATCH 2 p2/m",
                "SETTLE 1 COMPLETE provider_reported 37 pico",
                "SETTLE 2 COMPLETE provider_reported 37 pico",
                "DISPATCH 3 p3/n",
                "SETTLE 3 COMPLETE provider_reported 37 pico last");
        assertThat(stage.count("tollgate.agreements", "result", "disagreed")).isEqualTo(1);
      }
    }
  }

  @Test
  void the_third_answers_where_one_fails_and_the_other_is_not_waited_for() throws Exception {
    try (Stage stage = agreeing(folder, failing("500 No"), Answers.mute(), saying("third"));
        RawClient client = stage.ask(true)) {
      assertThat(client.readAll())
          .contains("; fallback after disagreement: upstream_error\r\n")
          .contains("third")
          .contains("[DONE]");
      stage.providers.get(1).closed().await();
      stage.awaitLeft();
      List<String> entries = stage.entries();
      assertThat(entries).hasSize(7);
      assertThat(entries.get(3)).isEqualTo("VOID 1");
      assertThat(entries.get(4)).startsWith("SETTLE 2 ABORTED");
      assertThat(entries.getLast()).isEqualTo("SETTLE 3 COMPLETE provider_reported 37 pico last");
      assertThat(stage.count("tollgate.agreements", "result", "incomplete")).isEqualTo(1);
    }
  }

  @Test
  void an_answer_that_was_whole_when_the_other_failed_stays_paid_for_as_it_was() throws Exception {
    AtomicReference<NetSocket> second = new AtomicReference<>();
    Signal asked = new Signal();
    Stage.Answer waits =
        (stage, socket) -> {
          second.set(socket);
          asked.give();
        };
    try (Stage stage = agreeing(folder, saying("first"), waits, saying("third"));
        RawClient client = stage.ask(false)) {
      asked.await();
      awaitLatency(stage);
      second.get().write(Answers.error("500 No"));
      assertThat(client.readAll()).contains("third");
      stage.awaitLeft();
      assertThat(stage.entries())
          .containsExactly(
              "RESERVE",
              "DISPATCH 1 p1/m",
              "DISPATCH 2 p2/m",
              "VOID 2",
              "SETTLE 1 COMPLETE provider_reported 37 pico",
              "DISPATCH 3 p3/n",
              "SETTLE 3 COMPLETE provider_reported 37 pico last");
    }
  }

  /** Until what was written before has surely been read. */
  private static void awaitLatency(Stage stage) throws InterruptedException {
    Signal later = new Signal();
    stage.vertx.setTimer(300, ignored -> later.give());
    later.await();
  }

  @Test
  void of_two_that_differ_without_a_third_the_better_one_is_released() throws Exception {
    for (int better : new int[] {1, 2}) {
      Path own = folder.resolve("better-" + better);
      try (Stage stage = agreeing(own, saying("41"), saying("42"))) {
        stage.plan.replaceAll(candidate -> rated(candidate, "p" + better));
        try (RawClient client = stage.ask(true)) {
          assertThat(client.readAll())
              .contains("x-tollgate-model: p" + better + "/m\r\n")
              .contains("; without agreement: no other deployment takes it\r\n")
              .contains("\"4" + better + "\"");
        }
        stage.awaitLeft();
        assertThat(stage.entries())
            .hasSize(5)
            .last()
            .isEqualTo("SETTLE " + better + " COMPLETE provider_reported 37 pico last");
      }
    }
  }

  private static Candidate rated(Candidate candidate, String better) {
    Estimate estimate = candidate.estimate();
    return new Candidate(
        candidate.deployment(),
        new Estimate(
            estimate.usage(),
            estimate.cost(),
            estimate.hold(),
            estimate.worst(),
            estimate.ttftMs(),
            estimate.totalMs(),
            candidate.deployment().provider().equals(better) ? 900_000 : 500_000),
        candidate.scorePico());
  }

  @Test
  void the_other_answers_where_one_fails_and_there_is_no_third() throws Exception {
    try (Stage stage = agreeing(folder, saying("first"), failing("500 No"));
        RawClient client = stage.ask(true)) {
      assertThat(client.readAll())
          .contains("x-tollgate-model: p1/m\r\n")
          .contains("first")
          .contains("[DONE]");
      stage.awaitLeft();
      assertThat(stage.entries())
          .containsExactlyInAnyOrder(
              "RESERVE",
              "DISPATCH 1 p1/m",
              "DISPATCH 2 p2/m",
              "VOID 2",
              "SETTLE 1 COMPLETE provider_reported 37 pico last");
    }
  }

  @Test
  void when_both_fail_without_a_third_the_client_is_told_once() throws Exception {
    try (Stage stage = agreeing(folder, failing("500 No"), failing("500 No"));
        RawClient client = stage.ask(false)) {
      assertThat(client.readAll()).startsWith("HTTP/1.1 502").contains("upstream_error");
      stage.awaitLeft();
      assertThat(stage.entries()).hasSize(5).last().asString().endsWith(" last");
    }
  }

  @Test
  void a_client_that_leaves_while_one_answer_waits_ends_both() throws Exception {
    Signal asked = new Signal();
    Stage.Answer waits = (stage, socket) -> asked.give();
    try (Stage stage = agreeing(folder, saying("first"), waits, saying("third"))) {
      RawClient client = stage.ask(false);
      asked.await();
      awaitLatency(stage);
      client.close();
      stage.providers.get(1).closed().await();
      stage.awaitLeft();
      List<String> entries = stage.entries();
      assertThat(entries).hasSize(5);
      assertThat(entries.get(3)).isEqualTo("SETTLE 1 ABORTED provider_reported 37 pico");
      assertThat(entries.get(4)).startsWith("SETTLE 2 ABORTED").endsWith("last");
      assertThat(stage.providers.get(2).requests()).isEmpty();
    }
  }

  @Test
  void two_held_answers_when_the_grace_is_over_give_one_error() throws Exception {
    Signal asked = new Signal();
    Stage.Answer begun =
        (stage, socket) -> {
          socket.write(CHUNKED_HEAD + content("begun"));
          asked.give();
        };
    try (Stage stage = agreeing(folder, begun, begun);
        RawClient client = stage.ask(true)) {
      asked.await();
      stage.loop.runOnContext(ignored -> stage.running.drain(stage.vertx, Duration.ofMillis(1)));
      assertThat(client.readAll())
          .startsWith("HTTP/1.1 503")
          .contains("gateway_stopping")
          .doesNotContain("begun");
      stage.awaitLeft();
      assertThat(stage.entries()).hasSize(5).last().asString().endsWith("last");
    }
  }

  @Test
  void an_answer_that_is_too_large_to_be_held_is_released_without_agreement() throws Exception {
    String[] texts = new String[40];
    Arrays.setAll(texts, i -> i + "x".repeat(40_000));
    try (Stage stage = agreeing(folder, raw(stream(texts)), Answers.mute(), saying("third"));
        RawClient client = stage.ask(true)) {
      assertThat(client.readAll())
          .contains("; without agreement: too large to be held\r\n")
          .contains(texts)
          .contains("[DONE]");
      stage.providers.get(1).closed().await();
      stage.awaitLeft();
      assertThat(stage.entries())
          .hasSize(5)
          .last()
          .isEqualTo("SETTLE 1 COMPLETE provider_reported 37 pico last");
      assertThat(stage.count("tollgate.agreements", "result", "incomparable")).isEqualTo(1);
    }
  }

  @Test
  void long_texts_that_cannot_be_compared_are_as_good_as_a_disagreement() throws Exception {
    String text = "It depends on much. ".repeat(30);
    try (Stage stage = agreeing(folder, saying(text + "a"), saying(text + "b"), saying("third"));
        RawClient client = stage.ask(true)) {
      assertThat(client.readAll()).contains("third").contains("fallback after disagreement");
      assertThat(stage.count("tollgate.agreements", "result", "incomparable")).isEqualTo(1);
    }
  }

  @Test
  void the_third_is_asked_at_once_where_one_of_the_two_takes_nothing() throws Exception {
    try (Stage stage = agreeing(folder, saying("first"), saying("second"), saying("third"))) {
      Permit leave = Objects.requireNonNull(stage.health.tryFirst(stage.plan.get(1).deployment()));
      leave.end(new Verdict.Throttled(60_000));
      try (RawClient client = stage.ask(true)) {
        assertThat(client.readAll()).contains("x-tollgate-model: p3/n").contains("third");
      }
      assertThat(stage.providers.getFirst().requests()).isEmpty();
      assertThat(stage.entries()).hasSize(3);
    }
  }
}
