package io.tollgate.adapters.anthropic;

import static io.tollgate.adapters.anthropic.Streams.close;
import static io.tollgate.adapters.anthropic.Streams.decode;
import static io.tollgate.adapters.anthropic.Streams.delta;
import static io.tollgate.adapters.anthropic.Streams.end;
import static io.tollgate.adapters.anthropic.Streams.full;
import static io.tollgate.adapters.anthropic.Streams.open;
import static io.tollgate.adapters.anthropic.Streams.start;
import static io.tollgate.adapters.anthropic.Streams.stop;
import static io.tollgate.adapters.anthropic.Streams.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.policies.usage.Usage;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MessageDecoderTest {

  private static final String START = start("{\"input_tokens\":3,\"output_tokens\":1}");

  private static List<AnswerEvent> said(String text) {
    return decode(text).stream().filter(event -> !(event instanceof AnswerEvent.Metered)).toList();
  }

  @Test
  void a_stream_is_its_blocks_in_order_and_its_end() {
    assertThat(said(full()))
        .containsExactly(
            new AnswerEvent.Started("msg_1", "claude-opus-5-5"),
            new AnswerEvent.BlockOpened(0, 0, new BlockKind.Reasoning(null, "anthropic")),
            new AnswerEvent.Ping(),
            new AnswerEvent.ReasoningDelta(0, 0, "hm"),
            new AnswerEvent.Signature(0, 0, "c2ln"),
            new AnswerEvent.BlockClosed(0, 0),
            new AnswerEvent.BlockOpened(0, 1, new BlockKind.Text()),
            new AnswerEvent.TextDelta(0, 1, "日本"),
            new AnswerEvent.TextDelta(0, 1, " é"),
            new AnswerEvent.BlockClosed(0, 1),
            new AnswerEvent.BlockOpened(0, 2, new BlockKind.ToolCall("toolu_1", "f", false)),
            new AnswerEvent.ArgumentsDelta(0, 2, "{\"a\":"),
            new AnswerEvent.ArgumentsDelta(0, 2, "1}"),
            new AnswerEvent.BlockClosed(0, 2),
            new AnswerEvent.BlockOpened(0, 3, new BlockKind.ToolCall("toolu_2", "g", false)),
            new AnswerEvent.ArgumentsDelta(0, 3, "{}"),
            new AnswerEvent.BlockClosed(0, 3),
            new AnswerEvent.Finished(0, Finish.TOOL_CALLS, null, null),
            new AnswerEvent.Ended());
  }

  @Test
  void the_last_usage_is_the_whole_answers() {
    AnswerEvent.Metered last =
        (AnswerEvent.Metered)
            decode(full()).stream()
                .filter(AnswerEvent.Metered.class::isInstance)
                .reduce((a, b) -> b)
                .orElseThrow();

    assertThat(last.usage().usage()).isEqualTo(new Usage(11, 5, 0, 0, 0, 0, 33, 7, 0));
    assertThat(last.servedTier()).isEqualTo("standard");
  }

  @Test
  void of_a_stream_that_is_cut_off_the_output_so_far_is_known() {
    AnswerEvent last =
        decode(START + open(0, "{\"type\":\"text\",\"text\":\"\"}") + text(0, "x".repeat(40)))
            .getLast();

    assertThat(last).isInstanceOf(AnswerEvent.Metered.class);
    assertThat(Objects.requireNonNull(((AnswerEvent.Metered) last).usage().usage()))
        .isEqualTo(Usage.of(3, 10));
  }

  @Test
  void a_block_only_this_dialect_knows_comes_whole_at_its_end() {
    List<AnswerEvent> events =
        said(
            START
                + open(
                    0,
                    "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{}}")
                + delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"query\\\":\"}")
                + delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"\\\"x\\\"}\"}")
                + close(0)
                + end("pause_turn", "{\"output_tokens\":2}"));

    assertThat(events.get(1)).isInstanceOf(AnswerEvent.BlockOpened.class);
    assertThat(events.get(1).toString()).contains("\"input\":{\"query\":\"x\"}");
    assertThat(events)
        .containsSequence(
            new AnswerEvent.BlockClosed(0, 0),
            new AnswerEvent.Finished(0, Finish.PAUSE, null, null),
            new AnswerEvent.Ended());
  }

  @Test
  void no_end_is_made_up() {
    String whole = START + open(0, "{\"type\":\"text\",\"text\":\"a\"}") + close(0);

    assertThat(said(whole + end("end_turn", "{}").replace(stop(), "")))
        .noneMatch(AnswerEvent.Ended.class::isInstance)
        .noneMatch(AnswerEvent.Finished.class::isInstance);
    assertThat(said(whole + end("end_turn", "{}"))).endsWith(new AnswerEvent.Ended());
  }

  @Test
  void an_error_is_the_last_thing_said() {
    List<AnswerEvent> events =
        decode(
            START
                + "event: error\n"
                + "data:"
                + " {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}\n\n"
                + end("end_turn", "{}"));

    assertThat(events.getLast()).isInstanceOf(AnswerEvent.Failed.class);
    assertThat(((AnswerEvent.Failed) events.getLast()).error().type())
        .isEqualTo("overloaded_error");
  }

  @Test
  void what_does_not_fit_its_block_is_malformed() {
    String[] wrong = {
      text(0, "no block"),
      open(0, "{\"type\":\"text\",\"text\":\"\"}")
          + delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"x\"}"),
      open(0, "{\"type\":\"text\",\"text\":\"\"}") + open(0, "{\"type\":\"text\",\"text\":\"\"}"),
      close(1),
      "data: [DONE]\n\n"
    };
    for (String text : wrong) {
      assertThat(decode(START + text + end("end_turn", "{}")).getLast())
          .isInstanceOf(AnswerEvent.Malformed.class);
    }
  }

  @Test
  void newer_events_and_parts_are_passed_over() {
    assertThat(
            said(
                START
                    + Streams.event("{\"type\":\"new_event\",\"x\":1}")
                    + open(0, "{\"type\":\"text\",\"text\":\"\"}")
                    + delta(0, "{\"type\":\"new_delta\",\"x\":1}")
                    + close(0)
                    + end("end_turn", "{}")))
        .endsWith(new AnswerEvent.Ended());
  }
}
