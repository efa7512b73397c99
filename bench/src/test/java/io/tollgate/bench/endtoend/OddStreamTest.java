package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.BRIGHT;
import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.BillOutcome;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.Entry.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are whole and odd, and events that are not what they should be. */
class OddStreamTest {

  @TempDir private static Path folder;
  private static Stage stage;

  @BeforeAll
  static void start() throws Exception {
    stage = Stage.start(folder, Stage.CHEAPEST, "", Stage::forgiving);
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  private static String prompt(String fault) {
    return "Hello [[tokens:12]] [[fault:" + fault + "]]";
  }

  /** Booked at what the provider bills, by its own count. */
  private static void assertBookedAsBilled(Reply reply) {
    AttemptRow row = stage.attempts(reply.requestId()).getFirst();
    BillOutcome bill = stage.seenAt("cheap", reply.requestId(), 1).getFirst().endedOutcome();
    assertThat(row.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(row.quality()).isEqualTo("provider_reported");
    assertThat(Stage.amount(row).pico()).isEqualTo(bill.billPico().longValueExact());
  }

  @ParameterizedTest
  @CsvSource({
    "line-ends=crlf, 12",
    "line-ends=cr, 12",
    "bom, 12",
    "split-utf8, 12",
    "comments=2, 12",
  })
  void row_15_other_line_ends_a_mark_split_characters_and_comments_change_nothing(
      String fault, int tokens) throws Exception {
    Reply streamed = stage.post(Stage.stream(SWIFT, prompt(fault)));
    assertThat(streamed.broken()).isFalse();
    assertThat(streamed.body()).doesNotContain("\ufffd");
    assertThat(streamed.body().replace("\r\n", "\n").replace('\r', '\n'))
        .endsWith("data: [DONE]\n\n");
    assertThat(
            streamed.chunks().stream()
                .filter(c -> !c.at("/choices/0/delta/content").stringValue("").isEmpty()))
        .hasSize(tokens);
    assertThat(streamed.chunks()).noneMatch(chunk -> chunk.path("usage").isObject());
    assertBookedAsBilled(streamed);
    Reply plain = stage.post(Stage.chat(SWIFT, prompt(fault)));
    assertThat(plain.status()).isEqualTo(200);
    // A mark is no part of JSON, and what many clients' parsers fail on.
    assertThat(plain.body()).startsWith("{");
    assertThat(Reply.JSON.readTree(plain.body()).at("/choices/0/message/content").stringValue())
        .isEqualTo(streamed.text());
    assertBookedAsBilled(plain);
  }

  @Test
  void row_15_bytes_that_are_not_utf_8_are_an_error_and_never_passed_on() throws Exception {
    for (String body :
        List.of(Stage.stream(SWIFT, prompt("bad-utf8")), Stage.chat(SWIFT, prompt("bad-utf8")))) {
      Reply reply = stage.post(body);
      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.error().path("code").stringValue()).isEqualTo("upstream_protocol_error");
      assertThat(reply.body()).doesNotContain("\ufffd");
    }
  }

  @Test
  void row_13_a_stream_without_a_finish_reason_is_passed_on_as_it_came() throws Exception {
    Reply reply = stage.post(Stage.stream(SWIFT, prompt("no-finish")));
    assertThat(reply.done()).isTrue();
    assertThat(reply.chunks())
        .as("no finish reason is made up")
        .noneMatch(chunk -> chunk.at("/choices/0/finish_reason").isString());
    assertBookedAsBilled(reply);
  }

  @Test
  void row_11_an_end_marker_that_comes_twice_ends_the_answer_once() throws Exception {
    Reply reply = stage.post(Stage.stream(SWIFT, prompt("done-twice")));
    assertThat(reply.broken()).isFalse();
    assertThat(reply.data().stream().filter("[DONE]"::equals)).hasSize(1);
    assertBookedAsBilled(reply);
  }

  @Test
  void row_17_usage_that_comes_before_the_content_is_booked_once() throws Exception {
    Reply hidden = stage.post(Stage.stream(SWIFT, prompt("usage=early")));
    assertThat(hidden.done()).isTrue();
    assertThat(hidden.chunks()).noneMatch(chunk -> chunk.path("usage").isObject());
    assertBookedAsBilled(hidden);
    Reply shown =
        stage.post(
            Stage.stream(
                SWIFT, prompt("usage=early"), "\"stream_options\":{\"include_usage\":true}"));
    assertThat(shown.done()).isTrue();
    assertThat(shown.chunks().stream().filter(chunk -> chunk.path("usage").isObject())).hasSize(1);
    assertBookedAsBilled(shown);
  }

  @Test
  void row_13_an_error_event_in_the_stream_is_told_and_the_end_marker_after_it_is_not()
      throws Exception {
    int dear = stage.bill("dear").records().size();
    Reply reply = stage.post(Stage.stream("auto", prompt("error-event=4")));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.broken()).isTrue();
    assertThat(reply.done()).isFalse();
    assertThat(reply.error().path("message").stringValue()).contains("broke down");
    assertThat(stage.bill("dear").records()).as("nobody else is asked").hasSize(dear);
    AttemptRow row = stage.attempts(reply.requestId()).getFirst();
    assertThat(row.outcome()).isEqualTo(Outcome.TRUNCATED);
    assertThat(row.usage().totalOutput()).isGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"error-event=1", "malformed-event=1"})
  void row_13_an_error_or_a_malformed_event_before_content_is_left_for_the_next_deployment(
      String fault) throws Exception {
    Reply reply = stage.post(Stage.stream("auto", "Hello [[fault@cheap:" + fault + "]]"));
    assertThat(reply.done()).isTrue();
    assertThat(reply.header("x-tollgate-model")).isEqualTo(BRIGHT);
    assertThat(reply.body()).doesNotContain("\"error\"");
  }

  @Test
  void row_13_malformed_events_open_the_breaker_of_their_deployment(@TempDir Path other)
      throws Exception {
    try (Stage usual = Stage.start(other)) {
      int failures =
          usual.rig.config().providers().getFirst().resilience().breaker().consecutiveFailures();
      for (int i = 0; i < failures; i++) {
        Reply reply = usual.post(Stage.stream("auto", "Hello [[fault@cheap:malformed-event=1]]"));
        assertThat(reply.header("x-tollgate-attempts")).isEqualTo("2");
      }
      Reply after = usual.post(Stage.stream("auto", "Hello [[fault@cheap:malformed-event=1]]"));
      assertThat(after.header("x-tollgate-model")).isEqualTo(BRIGHT);
      assertThat(after.header("x-tollgate-attempts")).isEqualTo("1");
      assertThat(usual.bill("cheap").seen()).isEqualTo(failures);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"set-cookie", "forged", "bare-lf"})
  void row_18_a_providers_cookies_and_forged_headers_go_no_further(String headers)
      throws Exception {
    String prompt = prompt("headers=" + headers);
    for (String body : List.of(Stage.chat(SWIFT, prompt), Stage.stream(SWIFT, prompt))) {
      Reply reply = stage.post(body);
      assertThat(reply.headers().map()).doesNotContainKeys("set-cookie", "x-note");
      assertThat(reply.headers().allValues("x-tollgate-model")).isSubsetOf(SWIFT);
      assertThat(reply.headers().allValues("x-tollgate-cost")).doesNotContain("0");
      assertThat(reply.headers().allValues("x-tollgate-request-id"))
          .singleElement()
          .asString()
          .startsWith("req_")
          .isNotEqualTo("req_forged");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"huge", "length-and-chunks", "two-lengths", "bare-cr"})
  void row_18_a_head_that_can_be_read_in_two_ways_or_has_no_end_is_a_bad_gateway(String headers)
      throws Exception {
    String prompt = prompt("headers=" + headers);
    for (String body : List.of(Stage.chat(SWIFT, prompt), Stage.stream(SWIFT, prompt))) {
      Reply reply = stage.post(body);
      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.headers().allValues("x-tollgate-cost")).doesNotContain("0");
      assertThat(Stage.amount(stage.attempts(reply.requestId()).getFirst()).pico()).isPositive();
    }
    Reply after = stage.post(Stage.chat(SWIFT, "Hello [[tokens:12]]"));
    assertThat(after.status()).as("nothing of it is read as the next answer").isEqualTo(200);
  }
}
