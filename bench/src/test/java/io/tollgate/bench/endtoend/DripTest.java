package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.BRIGHT;
import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.BillOutcome;
import io.tollgate.bench.provider.Ending;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.Entry.Outcome;
import io.tollgate.gateway.upstream.Deadlines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that keep coming and get nowhere. */
class DripTest {

  private static final Duration MOMENT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private Stage start(Duration firstToken, Duration betweenEvents, Duration total)
      throws Exception {
    Deadlines deadlines = new Deadlines(LONG, firstToken, betweenEvents, total);
    return Stage.start(
        folder,
        Stage.CHEAPEST,
        "",
        config -> Stage.forgiving(Stage.withDeadlines(config, deadlines)));
  }

  private static void assertEndedAtTheProvider(Stage stage, Reply reply) throws Exception {
    assertThat(stage.bill("cheap").awaitPeerCloses(1, Duration.ofSeconds(1)))
        .as("the provider sees the call ended within a second")
        .isTrue();
    assertThat(stage.bill("cheap").awaitAllEnded(1, Await.PATIENCE)).isTrue();
    BillOutcome bill = stage.seenAt("cheap", reply.requestId(), 1).getFirst().endedOutcome();
    assertThat(bill.ending()).isEqualTo(Ending.CLIENT_LEFT);
  }

  @Test
  void row_12_an_event_that_drips_is_cut_though_its_bytes_keep_coming() throws Exception {
    try (Stage stage = start(LONG, MOMENT, LONG)) {
      // An event has about 230 bytes and takes three quarters of a second.
      Reply reply = stage.post(Stage.stream(SWIFT, "Hello [[tokens:40]] [[fault:drip=300]]"));
      assertEndedAtTheProvider(stage, reply);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.broken()).isTrue();
      assertThat(reply.done()).isFalse();
      assertThat(reply.error().path("code").stringValue()).isEqualTo("upstream_truncated");
      assertThat(reply.text()).isNotBlank();
      AttemptRow row = stage.attempts(reply.requestId()).getFirst();
      assertThat(row.outcome()).isEqualTo(Outcome.TRUNCATED);
      assertThat(row.usage().totalOutput()).isBetween(1L, 4L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"drip=20", "no-content=60000"})
  void row_12_a_drip_or_comments_in_place_of_a_first_token_are_left_for_the_next_deployment(
      String fault) throws Exception {
    try (Stage stage = start(MOMENT, LONG, LONG)) {
      Reply reply = stage.post(Stage.stream("auto", "Hello [[fault@cheap:" + fault + "]]"));
      assertEndedAtTheProvider(stage, reply);
      assertThat(reply.done()).isTrue();
      assertThat(reply.header("x-tollgate-model")).isEqualTo(BRIGHT);
      assertThat(reply.body()).doesNotContain("keep-alive");
      assertThat(stage.attempts(reply.requestId()))
          .hasSize(2)
          .allSatisfy(row -> assertThat(Stage.amount(row).pico()).isPositive());
    }
  }

  @Test
  void row_12_a_stream_that_never_stalls_is_cut_at_the_total_deadline() throws Exception {
    Duration total = Duration.ofSeconds(1);
    try (Stage stage = start(LONG, LONG, total)) {
      long start = System.nanoTime();
      Reply reply = stage.post(Stage.stream(SWIFT, "Hello [[tokens:500]] [[fault:slow=50]]"));
      // The whole stream would take 25 s; who reads it has a second for the error.
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(total, total.plusSeconds(5));
      assertEndedAtTheProvider(stage, reply);
      assertThat(reply.broken()).isTrue();
      assertThat(reply.error().path("message").stringValue()).contains("1 s");
    }
  }

  @Test
  void row_12_a_plain_answer_that_drips_is_cut_at_the_total_deadline() throws Exception {
    try (Stage stage = start(LONG, LONG, Duration.ofSeconds(1))) {
      Reply reply = stage.post(Stage.chat(SWIFT, "Hello [[fault:drip=20]]"));
      assertEndedAtTheProvider(stage, reply);
      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.error().path("code").stringValue()).isEqualTo("upstream_truncated");
    }
  }

  @Test
  void row_12_comments_between_events_are_kept_and_take_nothing_away() throws Exception {
    try (Stage stage = start(LONG, MOMENT, LONG)) {
      String prompt = "Hello [[tokens:12]] [[fault:comments=3]]";
      for (String body : List.of(Stage.stream(SWIFT, prompt), Stage.stream("auto", prompt))) {
        Reply reply = stage.post(body);
        assertThat(reply.broken()).isFalse();
        assertThat(reply.done()).isTrue();
        assertThat(reply.body().lines().filter(": keep-alive"::equals).count())
            .isGreaterThanOrEqualTo(3 * 12);
      }
    }
  }
}
