package io.tollgate.gateway.exchange;

import static io.tollgate.gateway.upstream.RawServer.CHUNKED_HEAD;
import static io.tollgate.gateway.upstream.RawServer.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.upstream.Resilience;
import io.tollgate.gateway.upstream.Resilience.Departure;
import io.tollgate.gateway.upstream.Resilience.Retries;
import io.tollgate.gateway.upstream.Signal;
import io.tollgate.policies.routing.Patience;
import io.vertx.core.net.NetSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts that are given up, doubled, repeated, or read on for nobody. */
class PatienceTest {

  private static final long NEVER = Patience.UNLIMITED;
  private static final String PRELUDE =
      "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n";
  private static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  @TempDir private Path folder;

  private static String content(String text) {
    return "data: {\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
  }

  private static String whole(String text) {
    return CHUNKED_HEAD + chunk(content(text)) + chunk(USAGE) + chunk(DONE) + chunk("");
  }

  private static String plain(String text) {
    String body =
        "{\"choices\":[{\"message\":{\"content\":\""
            + text
            + "\"}}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}";
    return "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static String error(String status, String headers) {
    return "HTTP/1.1 " + status + "\r\n" + headers + "content-length: 2\r\n\r\n{}";
  }

  private static Stage.Answer saying(String text) {
    return (stage, socket) -> socket.write(text);
  }

  @Test
  void a_first_token_that_is_late_for_the_policy_is_not_waited_for() throws Exception {
    Stage.Answer prelude = saying(CHUNKED_HEAD + chunk(PRELUDE));
    try (Stage stage = new Stage(folder, prelude, saying(whole("second")))) {
      stage.patience = new Patience(100, 0, NEVER);
      try (RawClient client = stage.ask(true)) {
        assertThat(client.readAll()).contains("second").contains("[DONE]");
      }
      stage.providers.getFirst().closed().await();
      assertThat(stage.entries())
          .containsExactly(
              "RESERVE",
              "DISPATCH 1 p1/m",
              "SETTLE 1 INDETERMINATE tokenizer_estimated 2100 pico",
              "DISPATCH 2 p2/m",
              "SETTLE 2 COMPLETE provider_reported 37 pico last");
    }
  }

  @Test
  void the_last_candidate_is_waited_for_however_late_it_is() throws Exception {
    Stage.Answer late =
        (stage, socket) ->
            stage.vertx.setTimer(400, ignored -> socket.write(whole("late, but here")));
    try (Stage stage = new Stage(folder, late)) {
      stage.patience = new Patience(50, 0, 50);
      try (RawClient client = stage.ask(true)) {
        assertThat(client.readAll()).contains("late, but here").contains("[DONE]");
      }
      assertThat(stage.entries()).hasSize(3);
    }
  }

  @Test
  void a_stream_that_begins_too_slowly_is_given_up_and_the_client_sees_nothing_of_it()
      throws Exception {
    Stage.Answer slow = saying(CHUNKED_HEAD + chunk(content("slow")) + chunk(content("slow")));
    try (Stage stage = new Stage(folder, slow, saying(whole("swift")))) {
      stage.patience = new Patience(NEVER, 40, NEVER);
      try (RawClient client = stage.ask(true)) {
        assertThat(client.readAll()).contains("swift").contains("[DONE]").doesNotContain("slow");
      }
      stage.providers.getFirst().closed().await();
      assertThat(stage.entries())
          .element(2)
          .asString()
          .startsWith("SETTLE 1 TRUNCATED partial_stream_estimated");
    }
  }

  @Test
  void a_stream_that_begins_fast_enough_loses_nothing_by_being_held_back() throws Exception {
    StringBuilder answer = new StringBuilder(CHUNKED_HEAD);
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      answer.append(chunk(content("word" + i + " ")));
      expected.append(content("word" + i + " "));
    }
    answer.append(chunk(USAGE)).append(chunk(DONE)).append(chunk(""));
    try (Stage stage = new Stage(folder, saying(answer.toString()), saying(whole("second")))) {
      stage.patience = new Patience(NEVER, 1, NEVER);
      try (RawClient client = stage.ask(true)) {
        String body = client.readAll().replaceAll("\r\n[0-9a-f]+\r\n", "");
        assertThat(body.replace("\r\n", "")).contains(expected);
      }
      assertThat(stage.entries()).hasSize(3);
    }
  }

  @Test
  void a_short_answer_is_released_though_it_never_reaches_the_tokens_to_be_judged_by()
      throws Exception {
    try (Stage stage = new Stage(folder, saying(whole("short")), saying(whole("second")))) {
      stage.patience = new Patience(NEVER, 1, NEVER);
      try (RawClient client = stage.ask(true)) {
        assertThat(client.readAll()).contains("short").contains("[DONE]");
      }
    }
  }

  @Test
  void where_there_is_no_other_candidate_a_slow_beginning_is_released_when_it_has_been_judged()
      throws Exception {
    Stage.Answer slow = saying(CHUNKED_HEAD + chunk(content("slow")));
    try (Stage stage = new Stage(folder, slow)) {
      stage.patience = new Patience(NEVER, 40, NEVER);
      try (RawClient client = stage.ask(true)) {
        client.readUntil("slow");
      }
    }
  }

  @Test
  void a_hedge_is_won_by_the_first_to_answer_and_both_are_on_the_books() throws Exception {
    for (boolean streamed : new boolean[] {true, false}) {
      Path own = folder.resolve("streamed-" + streamed);
      Stage.Answer mute = (stage, socket) -> {};
      Stage.Answer swift = saying(streamed ? whole("second") : plain("second"));
      try (Stage stage = new Stage(own, mute, swift)) {
        stage.patience = new Patience(NEVER, 0, 60);
        try (RawClient client = stage.ask(streamed)) {
          assertThat(client.readAll()).startsWith("HTTP/1.1 200").contains("second");
        }
        stage.providers.getFirst().closed().await();
        List<String> entries = stage.entries();
        assertThat(entries).hasSize(5);
        assertThat(entries.subList(0, 3))
            .containsExactly("RESERVE", "DISPATCH 1 p1/m", "DISPATCH 2 p2/m");
        assertThat(entries.get(3)).startsWith("SETTLE 1 ABORTED");
        assertThat(entries.get(4)).isEqualTo("SETTLE 2 COMPLETE provider_reported 37 pico last");
      }
    }
  }

  @Test
  void the_first_wins_a_hedge_that_it_answers_before_the_second() throws Exception {
    Signal hedged = new Signal();
    AtomicReference<NetSocket> first = new AtomicReference<>();
    Stage.Answer remembered = (stage, socket) -> first.set(socket);
    try (Stage stage = new Stage(folder, remembered, (self, socket) -> hedged.give())) {
      stage.patience = new Patience(NEVER, 0, 60);
      try (RawClient client = stage.ask(true)) {
        hedged.await();
        first.get().write(whole("first"));
        assertThat(client.readAll()).contains("first").contains("[DONE]");
      }
      stage.providers.get(1).closed().await();
      assertThat(stage.entries())
          .last()
          .isEqualTo("SETTLE 1 COMPLETE provider_reported 37 pico last");
    }
  }

  @Test
  void when_one_of_a_hedge_fails_the_other_answers() throws Exception {
    Signal hedged = new Signal();
    AtomicReference<NetSocket> first = new AtomicReference<>();
    AtomicReference<NetSocket> second = new AtomicReference<>();
    Stage.Answer one = (stage, socket) -> first.set(socket);
    Stage.Answer two =
        (stage, socket) -> {
          second.set(socket);
          hedged.give();
        };
    try (Stage stage = new Stage(folder, one, two)) {
      stage.patience = new Patience(NEVER, 0, 60);
      try (RawClient client = stage.ask(true)) {
        hedged.await();
        first.get().write(error("500 No", ""));
        second.get().write(whole("second"));
        assertThat(client.readAll()).contains("second").contains("[DONE]");
      }
      assertThat(stage.entries())
          .containsSubsequence(
              "DISPATCH 2 p2/m", "VOID 1", "SETTLE 2 COMPLETE provider_reported 37 pico last");
    }
  }

  @Test
  void when_both_of_a_hedge_fail_the_client_is_told_once() throws Exception {
    Signal hedged = new Signal();
    AtomicReference<NetSocket> first = new AtomicReference<>();
    Stage.Answer one = (stage, socket) -> first.set(socket);
    Stage.Answer two =
        (stage, socket) -> {
          hedged.give();
          socket.write(error("500 No", ""));
        };
    try (Stage stage = new Stage(folder, one, two)) {
      stage.patience = new Patience(NEVER, 0, 60);
      try (RawClient client = stage.ask(false)) {
        hedged.await();
        first.get().write(error("503 No", "retry-after: 7\r\n"));
        assertThat(client.readAll()).startsWith("HTTP/1.1 503").contains("retry-after: 7\r\n");
      }
      assertThat(stage.entries()).hasSize(5).last().asString().endsWith(" last");
    }
  }

  @Test
  void a_client_that_leaves_during_a_hedge_ends_both() throws Exception {
    Signal hedged = new Signal();
    Stage.Answer mute = (stage, socket) -> {};
    try (Stage stage = new Stage(folder, mute, (self, socket) -> hedged.give())) {
      stage.patience = new Patience(NEVER, 0, 60);
      RawClient client = stage.ask(true);
      hedged.await();
      client.close();
      stage.providers.get(0).closed().await();
      stage.providers.get(1).closed().await();
      stage.awaitLeft();
      List<String> entries = stage.entries();
      assertThat(entries).hasSize(5);
      assertThat(entries.get(3)).startsWith("SETTLE 1 ABORTED").doesNotEndWith("last");
      assertThat(entries.get(4)).startsWith("SETTLE 2 ABORTED").endsWith("last");
    }
  }

  @Test
  void the_only_deployment_is_asked_once_more_after_a_rest() throws Exception {
    AtomicReference<String> next = new AtomicReference<>(error("503 No", ""));
    Stage.Answer mended =
        (stage, socket) -> socket.write(String.valueOf(next.getAndSet(plain("mended"))));
    try (Stage stage = new Stage(folder, mended)) {
      try (RawClient client = stage.ask(false)) {
        assertThat(client.readAll())
            .startsWith("HTTP/1.1 200")
            .contains("x-tollgate-attempts: 2\r\n")
            .contains("mended");
      }
      assertThat(stage.entries())
          .containsExactly(
              "RESERVE",
              "DISPATCH 1 p1/m",
              "VOID 1",
              "DISPATCH 2 p1/m",
              "SETTLE 2 COMPLETE provider_reported 37 pico last");
    }
  }

  @Test
  void a_pause_that_is_too_long_to_wait_for_is_passed_on() throws Exception {
    Stage.Answer busy = saying(error("429 No", "retry-after-ms: 6500\r\nretry-after: 9\r\n"));
    try (Stage stage = new Stage(folder, busy)) {
      try (RawClient client = stage.ask(false)) {
        assertThat(client.readAll())
            .startsWith("HTTP/1.1 429")
            .contains("retry-after: 7\r\n")
            .contains("x-tollgate-attempts: 1\r\n");
      }
      try (RawClient client = stage.ask(false)) {
        assertThat(client.readAll()).startsWith("HTTP/1.1 503");
      }
      assertThat(stage.providers.getFirst().requests()).hasSize(1);
    }
  }

  @Test
  void a_pause_that_is_short_is_waited_for_at_least() throws Exception {
    AtomicReference<String> next =
        new AtomicReference<>(error("429 No", "retry-after-ms: 300\r\n"));
    Stage.Answer mended =
        (stage, socket) -> socket.write(String.valueOf(next.getAndSet(plain("mended"))));
    try (Stage stage = new Stage(folder, mended)) {
      long before = System.nanoTime();
      try (RawClient client = stage.ask(false)) {
        assertThat(client.readAll()).startsWith("HTTP/1.1 200").contains("mended");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThan(Duration.ofMillis(300));
    }
  }

  @Test
  void a_client_that_leaves_while_a_request_rests_ends_it_without_a_charge() throws Exception {
    Signal asked = new Signal();
    Retries slow = new Retries(10, 100, 1, Duration.ofMinutes(1), Duration.ofMinutes(1));
    Stage.Answer failing =
        (stage, socket) -> {
          socket.write(error("500 No", ""));
          asked.give();
        };
    try (Stage stage = new Stage(folder, Resilience.DEFAULTS.withRetries(slow), failing)) {
      RawClient client = stage.ask(false);
      asked.await();
      client.close();
      stage.awaitLeft();
      assertThat(stage.entries()).last().asString().startsWith("VOID").endsWith("last");
      assertThat(stage.providers.getFirst().requests()).hasSize(1);
    }
  }

  @Test
  void an_answer_whose_client_has_left_is_read_on_to_its_usage_where_it_is_billed_anyway()
      throws Exception {
    Resilience drains =
        Resilience.DEFAULTS.withDeparture(new Departure(Duration.ofSeconds(20), 1 << 20));
    AtomicReference<NetSocket> provider = new AtomicReference<>();
    Stage.Answer begun =
        (stage, socket) -> {
          provider.set(socket);
          socket.write(CHUNKED_HEAD + chunk(content("begun")));
        };
    try (Stage stage = new Stage(folder, drains, begun)) {
      RawClient client = stage.ask(true);
      client.readUntil("begun");
      client.close();
      stage.clientLeft.await();
      provider.get().write(chunk(content("and done")) + chunk(USAGE) + chunk(DONE) + chunk(""));
      stage.awaitLeft();
      assertThat(stage.entries())
          .last()
          .isEqualTo("SETTLE 1 ABORTED provider_reported 37 pico last");
    }
  }

  @Test
  void an_answer_is_read_on_no_further_than_its_limits() throws Exception {
    for (Departure limit :
        List.of(
            new Departure(Duration.ofMillis(80), 1 << 20),
            new Departure(Duration.ofSeconds(20), 100))) {
      Path own = folder.resolve("bytes-" + limit.drainBytes());
      AtomicReference<NetSocket> provider = new AtomicReference<>();
      Stage.Answer begun =
          (stage, socket) -> {
            provider.set(socket);
            socket.write(CHUNKED_HEAD + chunk(content("begun")));
          };
      try (Stage stage = new Stage(own, Resilience.DEFAULTS.withDeparture(limit), begun)) {
        RawClient client = stage.ask(true);
        client.readUntil("begun");
        client.close();
        stage.clientLeft.await();
        provider.get().write(chunk(content("x".repeat(200))));
        stage.providers.getFirst().closed().await();
        stage.awaitLeft();
        assertThat(stage.entries())
            .last()
            .asString()
            .matches("SETTLE 1 ABORTED partial_stream_estimated \\d+ pico last");
      }
    }
  }
}
