package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.nio.charset.Charset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatStreamTest {

  private static final String ROLE =
      chunk(
          "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}",
          "null");
  private static final String FINISH =
      chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}", "null");
  private static final String USAGE =
      chunk("", "{\"prompt_tokens\":10,\"completion_tokens\":2,\"total_tokens\":12}");
  private static final String DONE = "data: [DONE]\n\n";

  private final RecordingSink sink = new RecordingSink();
  private ChatStream stream = new ChatStream(UsageRule.OPENAI, 1, 100_000);

  @Test
  void an_answer_of_openai_is_told_apart_event_by_event() {
    String all = ROLE + content("Hel") + content("lo") + FINISH + USAGE + DONE;

    feed(all);

    assertThat(sink.kinds)
        .containsExactly("PRELUDE", "CONTENT", "CONTENT", "CONTENT", "USAGE", "DONE");
    assertThat(sink.forwarded).hasToString(all);
    assertThat(stream.end(sink)).isEqualTo(ChatStream.Ending.COMPLETE);
    assertThat(stream.contentEvents()).isEqualTo(2);
    assertThat(stream.contentBytes()).isEqualTo(5);
    assertThat(stream.id()).isEqualTo("chatcmpl-1");
    assertThat(stream.model()).isEqualTo("gpt-5-2026");
    assertThat(stream.finishReason()).isEqualTo("stop");
    assertThat(stream.hasToolCalls()).isFalse();
    assertThat(stream.reportedUsage())
        .isEqualTo(
            new ReportedUsage(
                Usage.of(10, 2), UsageQuality.PROVIDER_REPORTED, java.util.List.of()));
  }

  @Test
  void the_usage_only_event_can_be_left_out_or_carry_the_cost() {
    feed(ROLE + content("x") + FINISH + USAGE);

    UsageEvent usage = sink.usages.getFirst();
    assertThat(usage.isUsageOnly()).isTrue();
    assertThat(new String(usage.withCost(RecordingSink.COST).toByteArray(), UTF_8))
        .isEqualTo(USAGE.replace("\"total_tokens\":12", "\"total_tokens\":12,\"cost\":0.00175"));
    assertThat(new String(usage.withCost(null).toByteArray(), UTF_8)).isEqualTo(USAGE);
  }

  @Test
  void a_cost_of_the_provider_is_replaced_by_ours() {
    feed(USAGE.replace("\"total_tokens\"", "\"cost\" : 1.5e-3 ,\"total_tokens\""));

    assertThat(sink.lines.getFirst()).contains("\"cost\" : 0.00175 ,").doesNotContain("1.5e-3");
  }

  @Test
  void usage_on_the_last_chunk_of_the_answer_is_held_but_never_left_out() {
    String last =
        chunk(
            "{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"stop\"}",
            "{\"prompt_tokens\":10,\"completion_tokens\":1}");

    feed(ROLE + content("x") + last + DONE);

    assertThat(sink.kinds).containsExactly("PRELUDE", "CONTENT", "USAGE", "DONE");
    assertThat(sink.usages.getFirst().isUsageOnly()).isFalse();
  }

  @Test
  void usage_on_every_chunk_delays_nothing_and_the_last_one_wins() {
    String one =
        chunk(
            "{\"index\":0,\"delta\":{\"content\":\"a\"}}",
            "{\"prompt_tokens\":10,\"completion_tokens\":1}");
    String two =
        chunk(
            "{\"index\":0,\"delta\":{\"content\":\"b\"}}",
            "{\"prompt_tokens\":10,\"completion_tokens\":2}");

    feed(one);
    assertThat(reported().usage()).isEqualTo(Usage.of(10, 1));
    feed(two);
    assertThat(reported().usage()).isEqualTo(Usage.of(10, 2));
    feed(USAGE.replace("\"completion_tokens\":2", "\"completion_tokens\":3") + DONE);

    assertThat(sink.kinds).containsExactly("CONTENT", "CONTENT", "USAGE", "DONE");
    assertThat(reported().usage()).isEqualTo(Usage.of(10, 3));
  }

  @Test
  void of_several_choices_only_the_last_to_end_may_carry_the_usage_of_the_stream() {
    stream = new ChatStream(UsageRule.OPENAI, 2, 100_000);
    String first =
        chunk(
            "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}",
            "{\"prompt_tokens\":1,\"completion_tokens\":1}");
    String second = first.replace("\"index\":0", "\"index\":1");

    feed(content("x") + first + content("y") + second);

    assertThat(sink.kinds).containsExactly("CONTENT", "CONTENT", "CONTENT", "USAGE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"reasoning_content\":\"hm\"}",
        "{\"reasoning\":\"hm\"}",
        "{\"refusal\":\"no\"}",
        "{\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}",
        "{\"function_call\":{\"name\":\"f\"}}",
        "{\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}"
      })
  void every_part_of_an_answer_is_content(String delta) {
    feed(ROLE + chunk("{\"index\":0,\"delta\":" + delta + "}", "null"));

    assertThat(sink.kinds).containsExactly("PRELUDE", "CONTENT");
    assertThat(stream.hasBegun()).isTrue();
    assertThat(stream.contentEvents()).isEqualTo(1);
    assertThat(stream.hasToolCalls()).isEqualTo(delta.contains("tool_calls"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ": OPENROUTER PROCESSING\n\n",
        "\n",
        "event: ping\n\n",
        "data:\n\n",
        "data: {\"choices\":[],\"prompt_filter_results\":[{}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
            + " ]}}]}\n\n"
      })
  void what_says_nothing_yet_is_prelude_and_later_keeps_content_company(String event) {
    feed(event + content("x") + event);

    assertThat(sink.kinds).containsExactly("PRELUDE", "CONTENT", "CONTENT");
    assertThat(stream.contentEvents()).isEqualTo(1);
    assertThat(sink.forwarded).hasToString(event + content("x") + event);
  }

  @Test
  void an_answer_that_ends_without_content_has_begun_all_the_same() {
    feed(ROLE + FINISH);

    assertThat(sink.kinds).containsExactly("PRELUDE", "CONTENT");
    assertThat(stream.contentEvents()).isZero();
  }

  @Test
  void row_11_a_stream_without_its_end_marker_is_cut() {
    feed(ROLE + content("x") + FINISH + USAGE);

    assertThat(stream.end(sink)).isEqualTo(ChatStream.Ending.CUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: [DONE]", "data:[DONE] \n", "data: [DONE]\r\n\r", "data: [DONE]\r"})
  void an_end_marker_right_before_the_connection_closes_counts(String done) {
    feed(content("x") + done);

    assertThat(stream.end(sink)).isEqualTo(ChatStream.Ending.COMPLETE);
    assertThat(sink.kinds).containsExactly("CONTENT", "DONE");
  }

  @Test
  void an_unfinished_event_is_not_part_of_the_answer() {
    feed(content("x") + "data: {\"choices\":[{\"delta\":{\"content\":\"y\"}}]}\n");

    assertThat(stream.end(sink)).isEqualTo(ChatStream.Ending.CUT);
    assertThat(sink.kinds).containsExactly("CONTENT");
    assertThat(stream.contentEvents()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"error\":{\"message\":\"boom\",\"type\":\"server_error\",\"code\":500}}\n\n",
        "data:"
            + " {\"object\":\"error\",\"message\":\"boom\",\"type\":\"server_error\",\"code\":500}\n\n",
        "event: error\ndata: {\"message\":\"boom\",\"type\":\"server_error\",\"code\":500}\n\n",
        "data:"
            + " {\"id\":\"1\",\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}],\"error\":{\"code\":500,\"message\":\"boom\",\"type\":\"server_error\"}}\n\n"
      })
  void an_error_ends_the_stream_even_if_an_end_marker_follows(String event) {
    feed(content("x") + event + DONE);

    assertThat(sink.kinds).containsExactly("CONTENT", "ERROR", "EXTRA");
    assertThat(stream.error()).isEqualTo(new ProviderError("boom", "server_error", "500", null));
    assertThat(stream.end(sink)).isEqualTo(ChatStream.Ending.CUT);
  }

  @Test
  void an_error_that_is_null_is_none() {
    feed("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"error\":null}\n\n");

    assertThat(sink.kinds).containsExactly("CONTENT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: <html>\n\n",
        "data: []\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"x}}]}\n\n",
        "data: {\"choices\":[]} {\n\n",
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,}}\n\n",
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"x\":tru}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"\\xff\"}}]}\n\n"
      })
  void row_13_what_is_not_json_is_malformed_before_and_after_the_content_begins(String event) {
    String bytes = event.replace("\\xff", "\u00FF");
    Charset charset =
        event.contains("\\xff") ? java.nio.charset.StandardCharsets.ISO_8859_1 : UTF_8;
    feed(bytes.getBytes(charset));
    assertThat(sink.kinds).containsExactly("MALFORMED");

    stream = new ChatStream(UsageRule.OPENAI, 1, 100_000);
    feed(content("x"));
    feed(bytes.getBytes(charset));
    feed(DONE);
    assertThat(sink.kinds).containsExactly("MALFORMED", "CONTENT", "MALFORMED", "EXTRA");
    assertThat(stream.end(sink)).isEqualTo(ChatStream.Ending.CUT);
  }

  @Test
  void what_comes_after_the_end_marker_is_extra() {
    feed(content("x") + DONE + content("y") + ": bye\n\n");

    assertThat(sink.kinds).containsExactly("CONTENT", "DONE", "EXTRA", "EXTRA");
    assertThat(stream.contentEvents()).isEqualTo(1);
    assertThat(stream.end(sink)).isEqualTo(ChatStream.Ending.COMPLETE);
  }

  @Test
  void an_event_over_the_limit_is_a_failure_without_bytes() {
    stream = new ChatStream(UsageRule.OPENAI, 1, 1_000);
    feed(content("x") + content("y".repeat(2_000)) + DONE);

    assertThat(sink.kinds).containsExactly("CONTENT", "OVERSIZED");
    assertThat(stream.end(sink)).isEqualTo(ChatStream.Ending.CUT);
  }

  @Test
  void text_in_an_answer_cannot_pose_as_structure() {
    feed(
        content("\\\"usage\\\":{\\\"prompt_tokens\\\":1}")
            + content("\\\"error\\\":{}")
            + content("data: [DONE]\\n\\ndata: [DONE]")
            + content("}]}{"));

    assertThat(sink.kinds).containsOnly("CONTENT").hasSize(4);
    assertThat(stream.reportedUsage()).isNull();
  }

  @Test
  void data_on_several_lines_is_read_and_its_usage_is_written_on_one() {
    feed(content("x"));
    feed(
        """
        event: message
        data: {"choices":[],
        data: "usage":{"prompt_tokens":1,
        data: "completion_tokens":2}}

        """);

    assertThat(new String(sink.usages.getFirst().withCost(RecordingSink.COST).toByteArray(), UTF_8))
        .isEqualTo(
            "data: {\"choices\":[], \"usage\":{\"prompt_tokens\":1,"
                + " \"completion_tokens\":2,\"cost\":0.00175}}\n\n");
    assertThat(reported().usage()).isEqualTo(Usage.of(1, 2));
  }

  @Test
  void the_engines_timings_are_the_usage_where_the_rule_says_so() {
    stream = new ChatStream(UsageRule.LLAMA_CPP, 1, 100_000);
    feed(
        content("x")
            + "data:"
            + " {\"choices\":[],\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":5},\"timings\":{\"prompt_n\":10,\"cache_n\":20,\"predicted_n\":5,\"prompt_ms\":1.5}}\n\n");

    assertThat(stream.reportedUsage())
        .isEqualTo(
            new ReportedUsage(
                new Usage(10, 20, 0, 0, 0, 0, 5, 0, 0),
                UsageQuality.ENGINE_REPORTED,
                java.util.List.of()));
  }

  @Test
  void an_empty_usage_object_takes_the_cost_without_a_comma() {
    feed("data: {\"choices\":[],\"usage\":{ }}\n\n");

    assertThat(sink.lines.getFirst()).contains("\"usage\":{ \"cost\":0.00175}");
    assertThat(reported().usage()).isNull();
  }

  private ReportedUsage reported() {
    return Objects.requireNonNull(stream.reportedUsage());
  }

  private void feed(String text) {
    feed(text.getBytes(UTF_8));
  }

  private void feed(byte[] bytes) {
    stream.feed(bytes, 0, bytes.length, sink);
  }

  private static String content(String text) {
    return chunk(
        "{\"index\":0,\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}", "null");
  }

  private static String chunk(String choices, String usage) {
    return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
        + "\"model\":\"gpt-5-2026\",\"choices\":["
        + choices
        + "],\"usage\":"
        + usage
        + "}\n\n";
  }
}
