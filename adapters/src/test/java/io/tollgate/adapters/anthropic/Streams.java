package io.tollgate.adapters.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.StreamDecoder;
import java.util.ArrayList;
import java.util.List;

/** Streams for tests: how Anthropic writes them, and ways to read them. */
final class Streams {

  static final int MAX_EVENT_BYTES = 10_000;

  private Streams() {}

  static String event(String json) {
    int from = json.indexOf("\"type\":\"") + 8;
    return "event: " + json.substring(from, json.indexOf('"', from)) + "\ndata: " + json + "\n\n";
  }

  static String start(String usage) {
    return event(
        "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
            + "\"model\":\"claude-opus-5-5\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"
            + usage
            + "}}");
  }

  static String open(int index, String block) {
    return event(
        "{\"type\":\"content_block_start\",\"index\":"
            + index
            + ",\"content_block\":"
            + block
            + "}");
  }

  static String delta(int index, String delta) {
    return event(
        "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":" + delta + "}");
  }

  static String text(int index, String text) {
    return delta(index, "{\"type\":\"text_delta\",\"text\":\"" + text + "\"}");
  }

  static String close(int index) {
    return event("{\"type\":\"content_block_stop\",\"index\":" + index + "}");
  }

  static String end(String reason, String usage) {
    return messageDelta(reason, usage) + stop();
  }

  static String messageDelta(String reason, String usage) {
    return event(
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""
            + reason
            + "\",\"stop_sequence\":null},\"usage\":"
            + usage
            + "}");
  }

  static String stop() {
    return event("{\"type\":\"message_stop\"}");
  }

  static String ping() {
    return event("{\"type\":\"ping\"}");
  }

  /** Thoughts, a text, a call with arguments and one without, in the order Anthropic sends them. */
  static String full() {
    return start(
            "{\"input_tokens\":11,\"cache_read_input_tokens\":5,\"output_tokens\":1,\"service_tier\":\"standard\"}")
        + open(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}")
        + "event: ping\ndata: {\"type\": \"ping\"}\n\n"
        + delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}")
        + delta(0, "{\"type\":\"signature_delta\",\"signature\":\"c2ln\"}")
        + close(0)
        + open(1, "{\"type\":\"text\",\"text\":\"\"}")
        + text(1, "日本")
        + text(1, " é")
        + close(1)
        + open(2, "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"f\",\"input\":{}}")
        + delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}")
        + delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":\"}")
        + delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"1}\"}")
        + close(2)
        + open(3, "{\"type\":\"tool_use\",\"id\":\"toolu_2\",\"name\":\"g\",\"input\":{}}")
        + delta(3, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}")
        + close(3)
        + end(
            "tool_use", "{\"output_tokens\":40,\"output_tokens_details\":{\"thinking_tokens\":7}}");
  }

  static void feed(AnswerStream stream, String text, AnswerStream.Sink sink) {
    byte[] bytes = text.getBytes(UTF_8);
    stream.feed(bytes, 0, bytes.length, sink);
  }

  static List<AnswerEvent> decode(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    List<AnswerEvent> events = new ArrayList<>();
    StreamDecoder decoder = new MessageDecoder(MAX_EVENT_BYTES);
    decoder.feed(bytes, 0, bytes.length, events::add);
    decoder.end(events::add);
    return events;
  }
}
