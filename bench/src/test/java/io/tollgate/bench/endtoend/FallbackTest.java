package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.BRIGHT;
import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.BillOutcome;
import io.tollgate.bench.provider.BillRecord;
import io.tollgate.bench.provider.Ending;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.Entry.Outcome;
import io.tollgate.gateway.upstream.Deadlines;
import io.tollgate.gateway.upstream.Provider;
import io.tollgate.gateway.upstream.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Faults of a provider before it has given any content: the next deployment answers, and the client
 * need not know.
 */
class FallbackTest {

  static final Deadlines SHORT =
      new Deadlines(
          Duration.ofSeconds(2), Duration.ofMillis(600), Duration.ofMillis(600), Await.PATIENCE);

  @TempDir private static Path folder;
  private static Stage stage;

  @BeforeAll
  static void start() throws Exception {
    stage =
        Stage.start(
            folder,
            Stage.CHEAPEST,
            "limits: { event_bytes: 65536, answer_bytes: 65536 }\n",
            config -> Stage.forgiving(Stage.withDeadlines(config, SHORT)));
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  /** A fault of the cheap provider only. */
  private static String prompt(String fault) {
    return "Hello [[tokens:10]] [[fault@cheap:" + fault + "]]";
  }

  private static void assertAnsweredByTheNext(Reply reply) {
    assertAnsweredByTheNext(stage, reply);
  }

  private static void assertAnsweredByTheNext(Stage at, Reply reply) {
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.broken()).isFalse();
    assertThat(reply.text()).isNotBlank();
    assertThat(reply.header("x-tollgate-model")).isEqualTo(BRIGHT);
    assertThat(reply.header("x-tollgate-attempts")).isEqualTo("2");
    assertThat(reply.body()).doesNotContain("\"error\"");
    String request = reply.requestId();
    assertThat(at.seenAt("cheap", request, 1)).hasSizeLessThanOrEqualTo(1);
    BillRecord seen = at.seenAt("dear", request, 2).getFirst();
    assertThat(seen.endedOutcome().complete()).isTrue();
    AttemptRow last = at.attempts(request).getLast();
    assertThat(last.attempt()).isEqualTo(2);
    assertThat(last.deployment()).isEqualTo(BRIGHT);
    assertThat(last.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(Stage.amount(last).pico())
        .isEqualTo(seen.endedOutcome().billPico().longValueExact());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status=500",
        "status=502",
        "status=503",
        "status=504",
        "status=529",
        "status=401",
        "status=403",
        "status=404",
        "redirect"
      })
  void an_error_status_costs_nothing_and_the_next_deployment_answers(String fault)
      throws Exception {
    for (String body :
        List.of(Stage.chat("auto", prompt(fault)), Stage.stream("auto", prompt(fault)))) {
      assertRefusedForNothing(stage, stage.post(body));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"status=429", "status=429-quota", "status=402-billing_error"})
  void a_limit_costs_nothing_and_the_next_deployment_answers(String fault, @TempDir Path other)
      throws Exception {
    // What is at its limit is left alone for a while.
    try (Stage fresh = Stage.start(other)) {
      assertRefusedForNothing(fresh, fresh.post(Stage.stream("auto", prompt(fault))));
    }
  }

  private static void assertRefusedForNothing(Stage at, Reply reply) {
    assertAnsweredByTheNext(at, reply);
    AttemptRow first = at.attempts(reply.requestId()).getFirst();
    assertThat(first.deployment()).isEqualTo(SWIFT);
    assertThat(first.state()).isEqualTo("VOID");
    BillOutcome seen = at.seenAt("cheap", reply.requestId(), 1).getFirst().endedOutcome();
    assertThat(first.status()).isEqualTo(seen.status());
    assertThat(seen.billPico()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    // What came is not of the dialect, or broke off: it may have been worked on, so it is charged.
    "html-200, TRUNCATED",
    "empty-200, TRUNCATED",
    "reset-after-headers, TRUNCATED",
    "cut-after=0, TRUNCATED",
    "close-after=0, TRUNCATED",
    "eof-after=0, TRUNCATED",
    "stall-after=0, TRUNCATED",
    "malformed-event=1, TRUNCATED",
    "bad-utf8, TRUNCATED",
    "huge-event=300000, TRUNCATED"
  })
  void a_broken_stream_without_content_is_charged_at_an_estimate_and_the_next_answers(
      String fault, Outcome outcome) throws Exception {
    Reply reply = stage.post(Stage.stream("auto", prompt(fault)));
    assertAnsweredByTheNext(reply);
    assertThat(reply.done()).isTrue();
    assertEstimated(stage.attempts(reply.requestId()).getFirst(), outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "html-200, TRUNCATED",
    "empty-200, TRUNCATED",
    "reset-after-headers, TRUNCATED",
    "cut-after=1, TRUNCATED",
    "close-after=1, TRUNCATED",
    "eof-after=1, TRUNCATED",
    "stall-after=1, TRUNCATED",
    "malformed-event=1, TRUNCATED",
    "bad-utf8, TRUNCATED",
    "huge-event=300000, TRUNCATED"
  })
  void a_broken_plain_answer_is_charged_at_an_estimate_and_the_next_answers(
      String fault, Outcome outcome) throws Exception {
    Reply reply = stage.post(Stage.chat("auto", prompt(fault)));
    assertAnsweredByTheNext(reply);
    assertEstimated(stage.attempts(reply.requestId()).getFirst(), outcome);
  }

  @Test
  void row_08_a_provider_that_does_not_answer_is_given_up_at_the_limit_and_charged_at_an_estimate()
      throws Exception {
    for (String body :
        List.of(
            Stage.chat("auto", prompt("stall-before-headers")),
            Stage.stream("auto", prompt("stall-before-headers")))) {
      long start = System.nanoTime();
      Reply reply = stage.post(body);
      assertAnsweredByTheNext(reply);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(SHORT.firstToken(), SHORT.firstToken().plusSeconds(2));
      assertEstimated(stage.attempts(reply.requestId()).getFirst(), Outcome.INDETERMINATE);
    }
  }

  @Test
  void row_08_the_client_of_a_provider_that_does_not_answer_gets_504_where_no_other_is_left()
      throws Exception {
    String prompt = "Hello [[fault:stall-before-headers]]";
    for (String body : List.of(Stage.chat(SWIFT, prompt), Stage.stream(SWIFT, prompt))) {
      Reply reply = stage.post(body);
      assertThat(reply.status()).isEqualTo(504);
      assertThat(reply.error().path("code").stringValue()).isEqualTo("upstream_timeout");
      assertEstimated(stage.attempts(reply.requestId()).getFirst(), Outcome.INDETERMINATE);
    }
  }

  private static void assertEstimated(AttemptRow row, Outcome outcome) {
    assertThat(row.deployment()).isEqualTo(SWIFT);
    assertThat(row.outcome()).isEqualTo(outcome);
    assertThat(row.quality()).isIn("tokenizer_estimated", "partial_stream_estimated");
    assertThat(row.usage().totalInput()).isPositive();
    assertThat(Stage.amount(row).pico()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stall-before-headers", "stall-after=0", "huge-event=300000000"})
  void an_attempt_that_is_given_up_is_ended_at_the_provider_within_a_second(String fault)
      throws Exception {
    int closed = stage.bill("cheap").peerCloses().size();
    Reply reply = stage.post(Stage.stream("auto", prompt(fault)));
    assertAnsweredByTheNext(reply);
    assertThat(stage.bill("cheap").awaitPeerCloses(closed + 1, Duration.ofSeconds(1))).isTrue();
    Await.until(
        "the end at the provider",
        () -> stage.seenAt("cheap", reply.requestId(), 1).getFirst().outcome() != null);
    assertThat(stage.seenAt("cheap", reply.requestId(), 1).getFirst().endedOutcome().ending())
        .isEqualTo(Ending.CLIENT_LEFT);
  }

  @Test
  void row_09_a_request_whose_connection_was_lost_is_not_sent_again() throws Exception {
    for (String body :
        List.of(
            Stage.chat("auto", prompt("reset-before-headers")),
            Stage.stream("auto", prompt("reset-before-headers")))) {
      int before = stage.seenUpstream();
      Reply reply = stage.post(body);
      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.error().path("code").stringValue()).isEqualTo("upstream_connection_lost");
      assertThat(stage.seenUpstream() - before).isEqualTo(1);
      List<AttemptRow> rows = stage.attempts(reply.requestId());
      assertThat(rows).hasSize(1);
      assertThat(rows.getFirst().outcome()).isEqualTo(Outcome.INDETERMINATE);
      BillOutcome bill = stage.seenAt("cheap", reply.requestId(), 1).getFirst().endedOutcome();
      assertThat(Stage.amount(rows.getFirst()).pico())
          .isGreaterThanOrEqualTo(bill.billPico().longValueExact());
    }
  }

  @Test
  void row_09_a_lost_request_is_sent_again_where_the_operator_says_so(@TempDir Path other)
      throws Exception {
    try (Stage resending = Stage.start(other, Stage.CHEAPEST, "resend_lost: true\n", c -> c)) {
      Reply reply = resending.post(Stage.chat("auto", prompt("reset-before-headers")));
      assertThat(reply.status()).isEqualTo(200);
      List<AttemptRow> rows = resending.attempts(reply.requestId());
      assertThat(rows)
          .extracting(AttemptRow::outcome)
          .containsExactly(Outcome.INDETERMINATE, Outcome.COMPLETE);
      assertThat(rows).allSatisfy(row -> assertThat(Stage.amount(row).pico()).isPositive());
    }
  }

  @Test
  void a_provider_that_refuses_the_gateways_key_is_not_the_clients_401(@TempDir Path other)
      throws Exception {
    try (Stage locked =
        Stage.start(
            other,
            Stage.CHEAPEST,
            "",
            config -> Stage.withProviders(config, FallbackTest::locked))) {
      Reply reply = locked.post(Stage.stream("auto", "Hello"));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("x-tollgate-model")).isEqualTo(BRIGHT);
      Reply alone = locked.post(Stage.chat(SWIFT, "Hello"));
      assertThat(alone.status()).isEqualTo(502);
      assertThat(alone.error().path("code").stringValue()).isEqualTo("upstream_authentication");
      assertThat(locked.attempts(alone.requestId()))
          .singleElement()
          .satisfies(row -> assertThat(row.status()).isEqualTo(401));
    }
  }

  private static Provider locked(Provider provider) {
    return provider.name().equals("cheap") ? provider.withKey(new Secret("sk-wrong")) : provider;
  }

  @ParameterizedTest
  @CsvSource({
    "status=500, 502, upstream_error",
    "status=503;retry-after=3, 503, upstream_overloaded",
    "status=529, 503, upstream_overloaded",
    "status=401, 502, upstream_authentication",
    "redirect, 502, upstream_error",
    "huge-event=300000, 502, upstream_protocol_error"
  })
  void when_nobody_is_left_the_client_gets_an_error_of_the_dialect(
      String fault, int status, String code) throws Exception {
    assertNobodyLeft(stage, "chat", fault, status, code);
    assertNobodyLeft(stage, "stream", fault, status, code);
  }

  @ParameterizedTest
  @CsvSource({
    "status=429;retry-after=3, 429, upstream_rate_limited",
    "status=402, 502, upstream_account"
  })
  void when_all_are_at_their_limit_the_client_gets_an_error_of_the_dialect(
      String fault, int status, String code, @TempDir Path other) throws Exception {
    for (String kind : List.of("chat", "stream")) {
      try (Stage fresh = Stage.start(other.resolve(kind))) {
        assertNobodyLeft(fresh, kind, fault, status, code);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"html-200", "empty-200", "wrong-type"})
  void row_16_what_is_not_an_answer_is_a_502_and_the_ledger_estimates_it(String fault)
      throws Exception {
    for (String kind : List.of("chat", "stream")) {
      // An empty stream has the right type, and ends before its end.
      boolean cut = fault.equals("empty-200") && kind.equals("stream");
      Reply reply =
          assertNobodyLeft(
              stage, kind, fault, 502, cut ? "upstream_truncated" : "upstream_protocol_error");
      assertThat(stage.attempts(reply.requestId()))
          .allSatisfy(row -> assertThat(row.outcome()).isEqualTo(Outcome.TRUNCATED))
          .allSatisfy(row -> assertThat(Stage.amount(row).pico()).isPositive());
      assertThat(reply.body()).doesNotContain("<!doctype");
    }
  }

  private static Reply assertNobodyLeft(
      Stage at, String kind, String fault, int status, String code) throws Exception {
    String prompt = "Hello [[tokens:10]] [[fault:" + fault + "]]";
    Reply reply =
        at.post(kind.equals("chat") ? Stage.chat("auto", prompt) : Stage.stream("auto", prompt));
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("content-type")).startsWith("application/json");
    assertThat(reply.error().path("code").stringValue()).isEqualTo(code);
    assertThat(reply.error().path("message").stringValue()).isNotBlank();
    assertThat(reply.error().has("type")).isTrue();
    assertThat(reply.error().has("param")).isTrue();
    assertThat(reply.header("x-tollgate-error-source")).isEqualTo("provider");
    assertThat(reply.header("retry-after")).isEqualTo(fault.contains("retry-after") ? "3" : "");
    assertThat(at.attempts(reply.requestId())).hasSize(2);
    assertThat(at.seenAt("cheap", reply.requestId(), 1)).hasSize(1);
    assertThat(at.seenAt("dear", reply.requestId(), 2)).hasSize(1);
    return reply;
  }

  @ParameterizedTest
  @ValueSource(strings = {"status=400", "status=422", "status=413"})
  void a_request_that_a_provider_finds_wrong_is_asked_of_nobody_else(String fault)
      throws Exception {
    Reply reply = stage.post(Stage.stream("auto", prompt(fault)));
    assertThat(reply.status()).isEqualTo(Integer.parseInt(fault.substring(7)));
    assertThat(reply.header("x-tollgate-attempts")).isEqualTo("1");
    assertThat(stage.attempts(reply.requestId()))
        .singleElement()
        .satisfies(row -> assertThat(row.state()).isEqualTo("VOID"));
  }
}
