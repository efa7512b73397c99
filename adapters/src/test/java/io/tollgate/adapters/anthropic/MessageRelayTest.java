package io.tollgate.adapters.anthropic;

import static io.tollgate.adapters.anthropic.Streams.close;
import static io.tollgate.adapters.anthropic.Streams.end;
import static io.tollgate.adapters.anthropic.Streams.feed;
import static io.tollgate.adapters.anthropic.Streams.full;
import static io.tollgate.adapters.anthropic.Streams.messageDelta;
import static io.tollgate.adapters.anthropic.Streams.open;
import static io.tollgate.adapters.anthropic.Streams.start;
import static io.tollgate.adapters.anthropic.Streams.stop;
import static io.tollgate.adapters.anthropic.Streams.text;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerStream.Kind;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import org.junit.jupiter.api.Test;

class MessageRelayTest {

  private final MessageRelay stream = new MessageRelay(Streams.MAX_EVENT_BYTES);
  private final Pieces unpriced = new Pieces(null);
  private final Pieces priced = new Pieces(Pieces.COST);

  private ReportedUsage reported() {
    return requireNonNull(stream.reportedUsage());
  }

  private Usage usage() {
    return requireNonNull(reported().usage());
  }

  @Test
  void without_a_price_the_stream_is_byte_for_byte_what_came() {
    feed(stream, full(), unpriced);

    assertThat(stream.end(unpriced)).isTrue();
    assertThat(unpriced.text.toString()).isEqualTo(full());
    assertThat(unpriced.kinds).doesNotContain(Kind.EXTRA);
  }

  @Test
  void the_cost_stands_in_the_usage_of_the_last_message_delta_and_nothing_else_changes() {
    feed(stream, full(), priced);

    assertThat(priced.text.toString())
        .isEqualTo(
            full()
                .replace("\"thinking_tokens\":7}}", "\"thinking_tokens\":7},\"cost\":0.00000012}"));
  }

  @Test
  void usage_is_the_input_of_the_start_and_the_output_of_the_end() {
    feed(stream, full(), unpriced);

    assertThat(usage()).isEqualTo(new Usage(11, 5, 0, 0, 0, 0, 33, 7, 0));
    assertThat(reported().quality()).isEqualTo(UsageQuality.PROVIDER_REPORTED);
    assertThat(stream.model()).isEqualTo("claude-opus-5-5");
    assertThat(stream.servedTier()).isEqualTo("standard");
    assertThat(stream.contentEvents()).isEqualTo(7);
  }

  @Test
  void totals_of_several_message_deltas_are_not_summed() {
    String text =
        start("{\"input_tokens\":3,\"output_tokens\":1}")
            + open(0, "{\"type\":\"text\",\"text\":\"\"}")
            + text(0, "a")
            + messageDelta("pause_turn", "{\"input_tokens\":10,\"output_tokens\":5}")
            + text(0, "b")
            + close(0)
            + end("end_turn", "{\"input_tokens\":20,\"output_tokens\":9,\"cost\":1}");

    feed(stream, text, priced);

    assertThat(usage()).isEqualTo(Usage.of(20, 9));
    assertThat(priced.text.toString())
        .isEqualTo(text.replace("\"cost\":1}", "\"cost\":0.00000012}"));
  }

  @Test
  void nothing_of_the_answer_has_begun_before_its_first_content() {
    feed(
        stream,
        start("{\"input_tokens\":3,\"output_tokens\":1}")
            + "event: ping\ndata: {\"type\":\"ping\"}\n\n"
            + ": comment\n\n"
            + open(0, "{\"type\":\"text\",\"text\":\"\"}"),
        unpriced);
    assertThat(unpriced.kinds).containsOnly(Kind.PRELUDE).hasSize(4);
    assertThat(stream.hasBegun()).isFalse();

    feed(stream, text(0, "a"), unpriced);
    assertThat(stream.hasBegun()).isTrue();
    assertThat(unpriced.kinds).endsWith(Kind.CONTENT);
  }

  @Test
  void a_tool_call_begins_the_answer_before_its_arguments() {
    feed(
        stream,
        start("{}") + open(0, "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}"),
        unpriced);

    assertThat(stream.hasBegun()).isTrue();
  }

  @Test
  void a_stream_that_is_cut_off_is_not_complete_and_its_output_is_estimated() {
    feed(
        stream,
        start("{\"input_tokens\":30,\"cache_creation_input_tokens\":8,\"output_tokens\":1}")
            + open(0, "{\"type\":\"text\",\"text\":\"\"}")
            + text(0, "x".repeat(400)),
        unpriced);

    assertThat(stream.end(unpriced)).isFalse();
    assertThat(usage()).isEqualTo(new Usage(30, 0, 8, 0, 0, 0, 100, 0, 0));
    assertThat(reported().quality()).isEqualTo(UsageQuality.PARTIAL_STREAM_ESTIMATED);
  }

  @Test
  void an_error_event_fails_the_stream_and_nothing_follows() {
    feed(
        stream,
        start("{\"input_tokens\":3,\"output_tokens\":1}")
            + open(0, "{\"type\":\"text\",\"text\":\"\"}")
            + text(0, "a")
            + "event: error\n"
            + "data:"
            + " {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\",\"details\":{\"error_code\":\"busy\"}}}\n\n"
            + stop(),
        unpriced);

    assertThat(unpriced.kinds).endsWith(Kind.ERROR, Kind.EXTRA);
    assertThat(stream.end(unpriced)).isFalse();
    assertThat(requireNonNull(stream.error()).type()).isEqualTo("overloaded_error");
    assertThat(requireNonNull(stream.error()).code()).isEqualTo("busy");
  }

  @Test
  void a_ping_between_the_last_two_events_keeps_its_place_and_the_cost_is_still_written() {
    String text =
        start("{\"input_tokens\":3,\"output_tokens\":1}")
            + messageDelta("end_turn", "{\"output_tokens\":1}")
            + "event: ping\ndata: {\"type\":\"ping\"}\n\n: x\n\n"
            + stop();

    feed(stream, text, priced);

    assertThat(priced.text.toString())
        .isEqualTo(
            text.replace("{\"output_tokens\":1}}", "{\"output_tokens\":1,\"cost\":0.00000012}}"))
        .endsWith("event: ping\ndata: {\"type\":\"ping\"}\n\n: x\n\n" + stop());
  }

  @Test
  void the_end_may_come_without_its_blank_line() {
    feed(
        stream,
        start("{\"input_tokens\":3,\"output_tokens\":1}")
            + messageDelta("end_turn", "{\"output_tokens\":1}")
            + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n",
        unpriced);

    assertThat(stream.isComplete()).isFalse();
    assertThat(stream.end(unpriced)).isTrue();
    assertThat(unpriced.text.toString()).endsWith(stop());
  }

  @Test
  void an_end_without_totals_leaves_the_output_to_be_estimated() {
    feed(
        stream,
        start("{\"input_tokens\":3,\"output_tokens\":1}")
            + open(0, "{\"type\":\"text\",\"text\":\"\"}")
            + text(0, "x".repeat(40))
            + stop(),
        unpriced);

    assertThat(stream.isComplete()).isTrue();
    assertThat(usage().totalOutput()).isEqualTo(10);
    assertThat(reported().quality()).isNotEqualTo(UsageQuality.PROVIDER_REPORTED);
  }

  @Test
  void data_of_several_lines_is_read_and_its_usage_gets_the_cost() {
    String delta =
        """
        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},
        data: "usage":{"output_tokens":2}}

        """;

    feed(stream, start("{\"input_tokens\":3,\"output_tokens\":1}") + delta + stop(), priced);

    assertThat(usage()).isEqualTo(Usage.of(3, 2));
    assertThat(priced.text.toString()).contains("{\"output_tokens\":2,\"cost\":0.00000012}}\n\n");
  }

  @Test
  void garbage_and_oversized_events_fail_the_stream() {
    feed(stream, start("{}") + "data: {\"type\":\"content_block_delta\"\n\n" + stop(), unpriced);
    assertThat(unpriced.kinds).endsWith(Kind.MALFORMED, Kind.EXTRA);

    MessageRelay other = new MessageRelay(100);
    Pieces pieces = new Pieces(null);
    feed(other, text(0, "x".repeat(200)), pieces);
    assertThat(pieces.kinds).containsExactly(Kind.OVERSIZED);
    assertThat(other.end(pieces)).isFalse();
  }
}
