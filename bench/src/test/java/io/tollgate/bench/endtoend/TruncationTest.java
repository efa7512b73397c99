package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.BillRecord;
import io.tollgate.bench.provider.SimulatedUsage;
import io.tollgate.bench.provider.TokenPrices;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.Entry.Outcome;
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
 * Faults of a provider after content was released, and false usage: the client is told, what was
 * delivered is charged, and nothing looks like what it is not.
 */
class TruncationTest {

  private static final TokenPrices PRICES =
      Stage.providers().getFirst().profile().models().getFirst().prices();

  @TempDir private static Path folder;
  private static Stage stage;

  @BeforeAll
  static void start() throws Exception {
    stage =
        Stage.start(
            folder,
            Stage.CHEAPEST,
            "limits: { event_bytes: 65536 }\n",
            config -> Stage.forgiving(Stage.withDeadlines(config, FallbackTest.SHORT)));
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @ParameterizedTest
  @CsvSource({"cut-after=1, 1", "cut-after=5, 5", "close-after=5, 5"})
  void row_10_a_stream_that_is_reset_after_content_ends_in_an_error_and_what_came_is_charged(
      String fault, int delivered) throws Exception {
    assertTruncated(fault, delivered, "upstream_truncated");
  }

  @ParameterizedTest
  @CsvSource({"eof-after=1, 1", "eof-after=5, 5", "eof-after=20, 20"})
  void row_11_a_stream_that_ends_cleanly_without_its_end_marker_is_no_complete_answer(
      String fault, int delivered) throws Exception {
    assertTruncated(fault, delivered, "upstream_truncated");
  }

  @Test
  void row_12_a_stream_that_stalls_after_content_ends_in_an_error() throws Exception {
    assertTruncated("stall-after=5", 5, "upstream_truncated");
  }

  @Test
  void row_13_a_malformed_event_after_content_ends_the_stream_in_an_error() throws Exception {
    assertTruncated("malformed-event=6", 5, "upstream_protocol_error");
  }

  private static void assertTruncated(String fault, int delivered, String code) throws Exception {
    int dear = stage.bill("dear").records().size();
    Reply reply = stage.post(Stage.stream("auto", "Hello [[tokens:20]] [[fault:" + fault + "]]"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.broken()).as("broken connection").isTrue();
    assertThat(reply.done()).isFalse();
    assertThat(reply.error().path("code").stringValue()).isEqualTo(code);
    assertThat(reply.error().path("type").stringValue()).isEqualTo("server_error");
    assertThat(reply.chunks())
        .noneMatch(chunk -> chunk.at("/choices/0/finish_reason").isString())
        .filteredOn(chunk -> !chunk.at("/choices/0/delta/content").stringValue("").isEmpty())
        .hasSize(delivered);
    assertThat(stage.bill("dear").records()).as("nobody else is asked").hasSize(dear);

    AttemptRow row = onlyAttempt(reply);
    assertThat(row.outcome()).isEqualTo(Outcome.TRUNCATED);
    assertThat(row.quality()).isEqualTo("partial_stream_estimated");
    assertThat(row.usage().totalOutput()).isGreaterThanOrEqualTo(delivered);
    assertThat(row.usage().totalInput()).isPositive();
    assertThat(Stage.amount(row).pico())
        .isEqualTo(
            PRICES
                .billPico(
                    new SimulatedUsage(row.usage().totalInput(), 0, row.usage().totalOutput(), 0))
                .longValueExact());
    Await.until("the end at the provider", () -> bill(reply).outcome() != null);
  }

  private static AttemptRow onlyAttempt(Reply reply) {
    List<AttemptRow> rows = stage.attempts(reply.requestId());
    assertThat(rows).hasSize(1);
    return rows.getFirst();
  }

  private static BillRecord bill(Reply reply) {
    return stage.seenAt("cheap", reply.requestId(), 1).getFirst();
  }

  @Test
  void row_12_a_stalled_stream_is_closed_at_the_provider_within_a_second_of_the_deadline()
      throws Exception {
    int closed = stage.bill("cheap").peerCloses().size();
    Reply reply = stage.post(Stage.stream(SWIFT, "Hello [[tokens:20]] [[fault:stall-after=5]]"));
    assertThat(reply.error().path("message").stringValue()).contains("600 ms");
    assertThat(stage.bill("cheap").awaitPeerCloses(closed + 1, Duration.ofSeconds(1))).isTrue();
  }

  @Test
  void a_slow_stream_within_its_deadlines_comes_whole() throws Exception {
    Reply reply = stage.post(Stage.stream(SWIFT, "Hello [[tokens:12]] [[fault:slow=60]]"));
    assertThat(reply.broken()).isFalse();
    assertThat(reply.done()).isTrue();
    assertThat(onlyAttempt(reply).outcome()).isEqualTo(Outcome.COMPLETE);
  }

  @Test
  void a_plain_answer_that_breaks_is_an_error_status_and_is_charged() throws Exception {
    for (String fault : List.of("cut-after=1", "eof-after=1", "malformed-event=1")) {
      Reply reply = stage.post(Stage.chat(SWIFT, "Hello [[tokens:20]] [[fault:" + fault + "]]"));
      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.broken()).isFalse();
      assertThat(reply.error().path("code").stringValue()).startsWith("upstream_");
      AttemptRow row = onlyAttempt(reply);
      assertThat(row.outcome()).isEqualTo(Outcome.TRUNCATED);
      assertThat(row.quality()).isEqualTo("tokenizer_estimated");
      assertThat(Stage.amount(row).pico()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "usage=negative",
        "usage=huge",
        "usage=string",
        "usage=float",
        "usage=null",
        "no-usage"
      })
  void row_17_a_false_usage_is_estimated_and_says_so(String fault) throws Exception {
    String prompt = "Hello [[tokens:30]] [[fault:" + fault + "]]";
    for (String body : List.of(Stage.chat(SWIFT, prompt), Stage.stream(SWIFT, prompt))) {
      Reply reply = stage.post(body);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.broken()).isFalse();
      assertThat(reply.text()).isNotBlank();
      AttemptRow row = onlyAttempt(reply);
      assertThat(row.outcome()).isEqualTo(Outcome.COMPLETE);
      assertThat(row.quality()).isEqualTo("tokenizer_estimated");
      long billed = bill(reply).endedOutcome().billPico().longValueExact();
      assertThat(Stage.amount(row).pico()).isBetween(billed / 3, billed * 3);
    }
  }

  @Test
  void row_17_a_stream_of_which_the_usage_was_asked_for_and_is_false_still_comes_whole()
      throws Exception {
    for (String fault : List.of("usage=huge", "usage=string", "no-usage", "usage=null")) {
      Reply reply =
          stage.post(
              Stage.stream(
                  SWIFT,
                  "Hello [[tokens:5]] [[fault:" + fault + "]]",
                  "\"stream_options\":{\"include_usage\":true}"));
      assertThat(reply.broken()).isFalse();
      assertThat(reply.done()).isTrue();
      assertThat(reply.chunks()).allMatch(chunk -> chunk.has("choices"));
    }
  }
}
