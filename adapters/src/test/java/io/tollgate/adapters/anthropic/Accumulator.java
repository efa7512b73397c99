package io.tollgate.adapters.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.JsonTree;
import io.tollgate.adapters.json.Nodes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Takes an answer's content apart into a stream, and puts one together as the SDKs do. */
final class Accumulator {

  private Accumulator() {}

  /** The stream in which a provider would send these blocks. */
  static String stream(String content) {
    StringBuilder stream =
        new StringBuilder(Streams.start("{\"input_tokens\":1,\"output_tokens\":1}"));
    int index = 0;
    for (JsonNode block : JsonDocument.read(content).values()) {
      stream.append(blockEvents(index++, (ObjectNode) block));
    }
    return stream.append(Streams.end("end_turn", "{\"output_tokens\":5}")).toString();
  }

  private static String blockEvents(int index, ObjectNode block) {
    ObjectNode start = block.deepCopy();
    StringBuilder deltas = new StringBuilder();
    switch (Nodes.text(block, "type", "")) {
      case "text" -> {
        start.put("text", "").remove("citations");
        deltas.append(part(index, "text_delta", "text", Nodes.text(block, "text", "")));
        for (JsonNode citation : Nodes.array(block, "citations")) {
          deltas.append(
              Streams.delta(
                  index,
                  "{\"type\":\"citations_delta\",\"citation\":"
                      + JsonDocument.text(citation)
                      + "}"));
        }
      }
      case "thinking" -> {
        start.put("thinking", "").put("signature", "");
        deltas.append(part(index, "thinking_delta", "thinking", Nodes.text(block, "thinking", "")));
        deltas.append(
            part(index, "signature_delta", "signature", Nodes.text(block, "signature", "")));
      }
      case "tool_use", "server_tool_use" -> {
        JsonNode input = start.get("input");
        start.putObject("input");
        String json = input == null || input.isEmpty() ? "" : JsonDocument.text(input);
        deltas.append(part(index, "input_json_delta", "partial_json", json));
      }
      default -> {}
    }
    return Streams.open(index, JsonDocument.text(start)) + deltas + Streams.close(index);
  }

  private static String part(int index, String type, String name, String value) {
    ObjectNode delta = JsonNodeFactory.instance.objectNode().put("type", type).put(name, value);
    return Streams.delta(index, JsonDocument.text(delta));
  }

  /** The content that the SDKs put together from a stream. */
  static Object content(String stream) {
    ArrayNode content = JsonNodeFactory.instance.arrayNode();
    StringBuilder input = new StringBuilder();
    for (String event : stream.split("\n\n", -1)) {
      if (event.isEmpty()) {
        continue;
      }
      JsonNode data = JsonDocument.read(event.substring(event.indexOf("data: ") + 6));
      switch (Nodes.text(data, "type", "")) {
        case "content_block_start" -> {
          input.setLength(0);
          content.add(Objects.requireNonNull(data.get("content_block")).deepCopy());
        }
        case "content_block_delta" -> {
          int index = (int) Nodes.integer(data, "index", -1);
          add((ObjectNode) content.get(index), Nodes.object(data, "delta"), input);
        }
        case "content_block_stop" -> {
          ObjectNode block = (ObjectNode) content.get((int) Nodes.integer(data, "index", -1));
          if (!input.isEmpty()) {
            block.set("input", JsonDocument.read(input.toString()));
            input.setLength(0);
          }
        }
        default -> {}
      }
    }
    return JsonTree.parse(new String(JsonDocument.write(content), UTF_8));
  }

  private static void add(ObjectNode block, @Nullable JsonNode delta, StringBuilder input) {
    switch (Nodes.text(delta, "type", "")) {
      case "text_delta" -> append(block, "text", delta);
      case "thinking_delta" -> append(block, "thinking", delta);
      case "signature_delta" -> block.put("signature", Nodes.text(delta, "signature", ""));
      case "input_json_delta" -> input.append(Nodes.text(delta, "partial_json", ""));
      case "citations_delta" -> {
        JsonNode citations = block.get("citations");
        ArrayNode array =
            citations instanceof ArrayNode before ? before : block.putArray("citations");
        array.add(Nodes.object(delta, "citation"));
      }
      default -> {}
    }
  }

  private static void append(ObjectNode block, String name, @Nullable JsonNode delta) {
    block.put(name, Nodes.text(block, name, "") + Nodes.text(delta, name, ""));
  }
}
