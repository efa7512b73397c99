package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.policies.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatDecoderTest {

  private static final String DONE = "data: [DONE]\n\n";

  private final List<AnswerEvent> events = new ArrayList<>();
  private ChatDecoder decoder = new ChatDecoder(UsageRule.OPENAI, false, 10_000);

  private void feed(String stream) {
    byte[] bytes = stream.getBytes(UTF_8);
    decoder.feed(bytes, 0, bytes.length, events::add);
  }

  private static String delta(String members) {
    return "data: {\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{"
        + members
        + "}}]}\n\n";
  }

  private static String finish(String reason) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\""
        + reason
        + "\"}]}\n\n";
  }

  private static String call(String index, String id, String function) {
    return delta("\"tool_calls\":[{" + index + id + "\"function\":{" + function + "}}]");
  }

  private String arguments(int block) {
    StringBuilder json = new StringBuilder();
    for (AnswerEvent event : events) {
      if (event instanceof AnswerEvent.ArgumentsDelta delta && delta.block() == block) {
        json.append(delta.json());
      }
    }
    return json.toString();
  }

  private List<BlockKind> blocks() {
    return events.stream()
        .filter(AnswerEvent.BlockOpened.class::isInstance)
        .map(event -> ((AnswerEvent.BlockOpened) event).kind())
        .toList();
  }

  @Test
  void pieces_of_several_calls_may_come_in_turns() {
    feed(call("\"index\":0,", "\"id\":\"a\",", "\"name\":\"f\",\"arguments\":\"\""));
    feed(call("\"index\":1,", "\"id\":\"b\",", "\"name\":\"g\",\"arguments\":\"{\\\"x\\\"\""));
    feed(call("\"index\":0,", "", "\"arguments\":\"{\\\"y\\\":1}\""));
    feed(call("\"index\":1,", "", "\"arguments\":\":2}\"") + finish("stop") + DONE);

    assertThat(blocks())
        .containsExactly(
            new BlockKind.ToolCall("a", "f", false), new BlockKind.ToolCall("b", "g", false));
    assertThat(arguments(0)).isEqualTo("{\"y\":1}");
    assertThat(arguments(1)).isEqualTo("{\"x\":2}");
    assertThat(events).contains(new AnswerEvent.Finished(0, Finish.TOOL_CALLS, null, null));
  }

  @Test
  void a_call_without_arguments_has_an_empty_object() {
    feed(call("\"index\":0,", "\"id\":\"a\",", "\"name\":\"f\"") + finish("tool_calls") + DONE);

    assertThat(arguments(0)).isEqualTo("{}");
  }

  @Test
  void calls_that_are_all_numbered_0_are_told_apart() {
    feed(call("\"index\":0,", "\"id\":\"a\",", "\"name\":\"f\",\"arguments\":\"{}\""));
    feed(call("\"index\":0,", "\"id\":\"b\",", "\"name\":\"f\",\"arguments\":\"{}\""));
    feed(call("\"index\":0,", "", "\"name\":\"g\",\"arguments\":{\"x\":1}"));

    assertThat(blocks()).hasSize(3);
    assertThat(arguments(0)).isEqualTo("{}");
    assertThat(arguments(1)).isEqualTo("{}");
    assertThat(arguments(2)).isEqualTo("{\"x\":1}");
  }

  @Test
  void an_id_that_changes_with_every_piece_makes_no_new_call() {
    feed(call("\"index\":0,", "\"id\":\"a\",", "\"name\":\"f\",\"arguments\":\"{\""));
    feed(call("\"index\":0,", "\"id\":\"b\",", "\"arguments\":\"}\""));

    assertThat(blocks()).containsExactly(new BlockKind.ToolCall("a", "f", false));
    assertThat(arguments(0)).isEqualTo("{}");
  }

  @Test
  void calls_without_ids_get_ids_that_no_other_answer_has() {
    String stream = call("", "", "\"name\":\"f\"") + call("", "", "\"name\":\"f\"");
    feed(stream);
    List<BlockKind> first = blocks();
    events.clear();
    decoder = new ChatDecoder(UsageRule.OPENAI, false, 10_000);
    feed(stream.replace("\"c1\"", "\"c2\""));

    assertThat(first).hasSize(2).doesNotHaveDuplicates().doesNotContainAnyElementsOf(blocks());
  }

  @Test
  void arguments_of_no_call_are_not_dropped_in_silence() {
    feed(delta("\"content\":\"x\"") + call("\"index\":0,", "", "\"arguments\":\"{}\""));

    assertThat(events.getLast()).isInstanceOf(AnswerEvent.Malformed.class);
  }

  @Test
  void a_character_that_was_cut_in_two_is_whole_again() {
    feed(delta("\"content\":\"a\\ud83d\"") + delta("\"content\":\"\\ude00b\""));
    feed(call("\"index\":0,", "\"id\":\"a\",", "\"name\":\"f\",\"arguments\":\"\\ud83d\""));
    feed(call("\"index\":0,", "", "\"arguments\":\"\\ude00\"") + DONE);

    assertThat(events)
        .contains(new AnswerEvent.TextDelta(0, 0, "a"), new AnswerEvent.TextDelta(0, 0, "😀b"));
    assertThat(arguments(1)).isEqualTo("😀");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"reasoning_content\":\"hm\"",
        "\"reasoning\":\"hm\"",
        "\"reasoning\":\"hm\",\"reasoning_content\":\"hm\"",
        "\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]}]"
      })
  void thoughts_are_thoughts_whatever_they_are_called(String members) {
    feed(delta(members) + delta("\"content\":\"so\",\"reasoning_content\":null"));

    assertThat(events)
        .containsSequence(
            new AnswerEvent.ReasoningDelta(0, 0, "hm"),
            new AnswerEvent.BlockClosed(0, 0),
            new AnswerEvent.BlockOpened(0, 1, new BlockKind.Text()),
            new AnswerEvent.TextDelta(0, 1, "so"));
  }

  @Test
  void details_of_thoughts_are_put_together_as_their_signature() {
    feed(
        delta(
            "\"reasoning\":\"a\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"a\",\"index\":0}]"));
    feed(
        delta(
            "\"reasoning\":\"b\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"b\",\"index\":0}]"));
    feed(
        delta(
            "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"signature\":\"s\",\"index\":0}]"));
    feed(delta("\"content\":\"x\""));

    assertThat(events)
        .contains(
            new AnswerEvent.Signature(
                0,
                0,
                "[{\"type\":\"reasoning.text\",\"text\":\"ab\",\"index\":0,\"signature\":\"s\"}]"));
  }

  @Test
  void thoughts_that_have_to_come_back_are_signed() {
    decoder = new ChatDecoder(UsageRule.DEEPSEEK, true, 10_000);
    feed(delta("\"reasoning_content\":\"hm\"") + delta("\"content\":\"x\""));

    assertThat(events).contains(new AnswerEvent.Signature(0, 0, "[]"));
  }

  @ParameterizedTest
  @CsvSource({
    "stop, STOP",
    "length, LENGTH",
    "model_length, CONTEXT_FULL",
    "content_filter, CONTENT_FILTER",
    "insufficient_system_resource, OTHER"
  })
  void the_reason_of_the_end_is_understood(String reason, Finish finish) {
    feed(delta("\"content\":\"x\"") + finish(reason) + DONE);

    assertThat(events).contains(new AnswerEvent.Finished(0, finish, null, null));
  }

  @Test
  void the_stop_text_that_an_engine_names_is_kept() {
    feed(finish("stop").replace("\"finish_reason\"", "\"stop_reason\":\"END\",\"finish_reason\""));

    assertThat(events).contains(new AnswerEvent.Finished(0, Finish.STOP_SEQUENCE, "END", null));
  }

  @Test
  void usage_counts_wherever_it_stands_and_the_last_one_wins() {
    String usage =
        "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2},\"service_tier\":\"flex\",";
    feed(
        delta("\"content\":\"x\"")
            .replace("\"choices\"", usage.replace(":2}", ":1}") + "\"choices\""));
    feed(finish("stop").replace("\"choices\"", usage + "\"choices\"") + DONE);

    List<AnswerEvent.Metered> metered =
        events.stream()
            .filter(AnswerEvent.Metered.class::isInstance)
            .map(AnswerEvent.Metered.class::cast)
            .toList();
    assertThat(metered)
        .extracting(m -> m.usage().usage())
        .containsExactly(Usage.of(10, 1), Usage.of(10, 2));
    assertThat(metered.getLast().servedTier()).isEqualTo("flex");
    assertThat(events.getLast()).isInstanceOf(AnswerEvent.Ended.class);
  }

  @Test
  void an_end_is_not_invented() {
    feed(delta("\"content\":\"x\"") + finish("stop"));
    decoder.end(events::add);

    assertThat(events).noneMatch(AnswerEvent.Ended.class::isInstance);
  }

  @Test
  void an_end_marker_ends_choices_that_did_not_say_why() {
    feed(delta("\"content\":\"x\"") + "data: [DONE]");
    decoder.end(events::add);

    assertThat(events)
        .endsWith(
            new AnswerEvent.BlockClosed(0, 0),
            new AnswerEvent.Finished(0, Finish.OTHER, null, null),
            new AnswerEvent.Ended());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"error\":{\"message\":\"no\",\"code\":500}}\n\n",
        "data: {\"object\":\"error\",\"message\":\"no\",\"code\":500}\n\n",
        "event: error\ndata: {\"message\":\"no\",\"code\":500}\n\n"
      })
  void an_error_ends_the_stream_whatever_follows(String error) {
    feed(delta("\"content\":\"x\"") + error + DONE);

    assertThat(events.getLast()).isInstanceOf(AnswerEvent.Failed.class);
    ProviderError said = ((AnswerEvent.Failed) events.getLast()).error();
    assertThat(said.message()).isEqualTo("no");
    assertThat(said.code()).isEqualTo("500");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"choices\":[{\"delta\":\n\n",
        "data: []\n\n",
        "data: <html>\n\n",
        "data: {\"choices\":[{\"index\":-1,\"delta\":{}}]}\n\n",
        "data: {\"choices\":[{\"index\":4000000000,\"delta\":{}}]}\n\n"
      })
  void what_is_no_chunk_is_malformed(String event) {
    feed(event + DONE);

    assertThat(events.getLast()).isInstanceOf(AnswerEvent.Malformed.class);
  }

  @Test
  void an_event_over_the_limit_is_oversized() {
    decoder = new ChatDecoder(UsageRule.OPENAI, false, 50);
    feed(delta("\"content\":\"" + "x".repeat(60) + "\"") + DONE);

    assertThat(events).containsExactly(new AnswerEvent.Oversized());
  }
}
