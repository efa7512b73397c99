package io.tollgate.adapters.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageEncoderTest {

  private final MessageEncoder encoder = new MessageEncoder("msg_a", "auto", 12);
  private final StringBuilder out = new StringBuilder();

  private void encode(AnswerEvent... events) {
    for (AnswerEvent event : events) {
      out.append(new String(encoder.encode(event), UTF_8));
    }
  }

  private String close(@Nullable ReportedUsage usage) {
    return new String(encoder.closing(usage, "standard", Pieces.COST), UTF_8);
  }

  private static AnswerEvent open(int block, BlockKind kind) {
    return new AnswerEvent.BlockOpened(0, block, kind);
  }

  private static ReportedUsage usage() {
    return new ReportedUsage(
        new Usage(10, 20, 1, 2, 4, 3, 30, 5, 0), UsageQuality.PROVIDER_REPORTED, List.of());
  }

  @Test
  void the_start_says_everything_the_sdks_want_and_no_output_yet() {
    encode(new AnswerEvent.Started("x", null));

    assertThat(out.toString())
        .isEqualTo(
            "event: message_start\n"
                + "data:"
                + " {\"type\":\"message_start\",\"message\":{\"id\":\"msg_a\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"auto\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"stop_details\":null,\"container\":null,\"context_management\":null,\"diagnostics\":null,\"usage\":{\"input_tokens\":12,\"output_tokens\":0,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"cache_creation\":null,\"output_tokens_details\":null,\"server_tool_use\":null,\"service_tier\":null,\"inference_geo\":null,\"speed\":null,\"iterations\":null}}}\n\n");
  }

  @Test
  void the_end_has_usage_and_cost_and_then_stops() {
    encode(
        new AnswerEvent.Started(null, "m"),
        open(0, new BlockKind.Text()),
        new AnswerEvent.TextDelta(0, 0, "a"),
        new AnswerEvent.Finished(0, Finish.LENGTH, null, null));

    assertThat(close(usage()))
        .isEqualTo(
            Streams.close(0)
                + "event: message_delta\n"
                + "data:"
                + " {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\",\"stop_sequence\":null,\"container\":null,\"stop_details\":null},\"usage\":{\"input_tokens\":13,\"output_tokens\":35,\"cache_creation_input_tokens\":7,\"cache_read_input_tokens\":20,\"cache_creation\":{\"ephemeral_5m_input_tokens\":5,\"ephemeral_1h_input_tokens\":2},\"output_tokens_details\":{\"thinking_tokens\":5},\"cost\":0.00000012}}\n\n"
                + Streams.stop());
  }

  @Test
  void an_unknown_usage_is_none() {
    encode(new AnswerEvent.Started(null, "m"));

    assertThat(close(null)).contains("\"usage\":{\"output_tokens\":0,\"cost\":0.00000012}");
  }

  @Test
  void blocks_that_are_open_together_come_one_after_the_other() {
    encode(
        new AnswerEvent.Started(null, "m"),
        open(0, new BlockKind.ToolCall("a:1", "f", false)),
        open(1, new BlockKind.ToolCall("b", "g", false)),
        new AnswerEvent.ArgumentsDelta(0, 1, "{}"),
        new AnswerEvent.ArgumentsDelta(0, 0, "{\"x\":"),
        new AnswerEvent.BlockClosed(0, 1),
        new AnswerEvent.ArgumentsDelta(0, 0, "1}"),
        new AnswerEvent.BlockClosed(0, 0));

    assertThat(out.substring(out.indexOf("event: content")))
        .isEqualTo(
            Streams.open(0, call("a_x3a_1", "f"))
                + arguments(0, "{\\\"x\\\":")
                + arguments(0, "1}")
                + Streams.close(0)
                + Streams.open(1, call("b", "g"))
                + arguments(1, "{}")
                + Streams.close(1));
    encode(new AnswerEvent.Finished(0, Finish.STOP, null, null));
    assertThat(close(usage())).contains("\"stop_reason\":\"tool_use\"");
  }

  private static String call(String id, String name) {
    return "{\"type\":\"tool_use\",\"id\":\""
        + id
        + "\",\"name\":\""
        + name
        + "\",\"input\":{},\"caller\":{\"type\":\"direct\"}}";
  }

  private static String arguments(int index, String json) {
    return Streams.delta(
        index, "{\"type\":\"input_json_delta\",\"partial_json\":\"" + json + "\"}");
  }

  @Test
  void blocks_without_anything_in_them_or_without_a_word_here_are_not_written() {
    encode(
        new AnswerEvent.Started(null, "m"),
        open(0, new BlockKind.Text()),
        new AnswerEvent.TextDelta(0, 0, ""),
        new AnswerEvent.BlockClosed(0, 0),
        open(1, new BlockKind.RedactedReasoning("x", null, "openai-responses")),
        new AnswerEvent.BlockClosed(0, 1),
        open(2, new BlockKind.Opaque(new Part.Opaque("gemini", "t", JsonDocument.read("{}")))),
        new AnswerEvent.BlockClosed(0, 2),
        open(3, new BlockKind.Refusal()),
        new AnswerEvent.RefusalDelta(0, 3, "no"),
        new AnswerEvent.BlockClosed(0, 3));

    assertThat(out.substring(out.indexOf("event: content")))
        .isEqualTo(
            Streams.open(0, "{\"type\":\"text\",\"text\":\"\"}")
                + Streams.text(0, "no")
                + Streams.close(0));
  }

  @Test
  void a_signature_of_another_dialect_is_not_shown() {
    encode(
        new AnswerEvent.Started(null, "m"),
        open(0, new BlockKind.Reasoning(null, "gemini")),
        new AnswerEvent.ReasoningDelta(0, 0, "hm"),
        new AnswerEvent.Signature(0, 0, "secret"),
        new AnswerEvent.BlockClosed(0, 0));

    assertThat(out.toString())
        .contains("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}")
        .contains("thinking_delta")
        .doesNotContain("secret");
  }

  @Test
  void a_foreign_citation_is_a_page_of_the_web() {
    encode(
        new AnswerEvent.Started(null, "m"),
        open(0, new BlockKind.Text()),
        new AnswerEvent.TextDelta(0, 0, "a"),
        new AnswerEvent.Cited(
            0, 0, new Citation("https://x", "T", null, 0, 1, "gemini", JsonDocument.read("{}"))));

    assertThat(out.toString())
        .contains(
            "{\"type\":\"citations_delta\",\"citation\":{\"type\":\"web_search_result_location\",\"url\":\"https://x\","
                + "\"title\":\"T\",\"cited_text\":\"\",\"encrypted_index\":\"\"}}");
  }

  @Test
  void a_refusal_has_its_details() {
    encode(
        new AnswerEvent.Started(null, "m"),
        new AnswerEvent.Finished(0, Finish.CONTENT_FILTER, null, null));

    assertThat(close(usage()))
        .contains("\"stop_reason\":\"refusal\"")
        .contains("\"stop_details\":{\"type\":\"refusal\",\"category\":null,\"explanation\":null}");
  }

  @Test
  void other_choices_than_the_first_are_not_written() {
    encode(
        new AnswerEvent.Started(null, "m"),
        new AnswerEvent.BlockOpened(1, 0, new BlockKind.Text()),
        new AnswerEvent.TextDelta(1, 0, "second"));

    assertThat(out.toString()).doesNotContain("second");
  }

  @Test
  void what_the_decoder_reads_the_encoder_writes_again() {
    StringBuilder written = new StringBuilder();
    MessageEncoder again = new MessageEncoder("msg_1", "auto", 12);
    ReportedUsage usage = null;
    for (AnswerEvent event : Streams.decode(Streams.full())) {
      switch (event) {
        case AnswerEvent.Metered metered -> usage = metered.usage();
        case AnswerEvent.Ended _ ->
            written.append(new String(again.closing(usage, null, null), UTF_8));
        default -> written.append(new String(again.encode(event), UTF_8));
      }
    }

    String start = "event: content_block_start";
    String expected =
        Streams.full()
            .replace("\"input\":{}}", "\"input\":{},\"caller\":{\"type\":\"direct\"}}")
            .replace(
                "event: ping\ndata: {\"type\": \"ping\"}", "event: ping\ndata: {\"type\":\"ping\"}")
            // Nothing is added by an empty part; a call without arguments says so.
            .replace(Streams.delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"), "")
            .replace(
                Streams.delta(3, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"),
                Streams.delta(3, "{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}"));
    // A ping may overtake the block that is not yet written.
    String ping = Streams.ping();
    assertThat(
            written
                .substring(written.indexOf(start), written.indexOf("event: message_delta"))
                .replace(ping, ""))
        .isEqualTo(
            expected
                .substring(expected.indexOf(start), expected.indexOf("event: message_delta"))
                .replace(ping, ""));
  }
}
