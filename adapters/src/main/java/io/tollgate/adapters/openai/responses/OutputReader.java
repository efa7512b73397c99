package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.json.Nodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads items of a provider's answer, leniently. */
final class OutputReader {

  private OutputReader() {}

  /** The parts of an item. */
  static List<Part> parts(JsonNode item) {
    String type = InputItems.type(item);
    return switch (type) {
      case "message" -> words(item);
      case "reasoning" -> thoughts(item);
      case "function_call" ->
          List.of(Part.ToolCall.of(callId(item), Nodes.text(item, "name", ""), arguments(item)));
      case "custom_tool_call" ->
          List.of(
              new Part.ToolCall(
                  callId(item),
                  Nodes.text(item, "name", ""),
                  Nodes.text(item, "input", ""),
                  true,
                  null,
                  null));
      default -> List.of(new Part.Opaque(ResponsesClient.NAME, type, item));
    };
  }

  static String callId(JsonNode item) {
    return Nodes.text(item, "call_id", Nodes.text(item, "id", ""));
  }

  private static String arguments(JsonNode item) {
    String arguments = Nodes.text(item, "arguments", "");
    return arguments.isBlank() ? "{}" : arguments;
  }

  private static List<Part> words(JsonNode item) {
    List<Part> parts = new ArrayList<>();
    for (JsonNode content : Nodes.array(item, "content")) {
      Part part = content(content);
      if (part != null) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static @Nullable Part content(JsonNode content) {
    String text = Nodes.text(content, "text");
    String refusal = Nodes.text(content, "refusal");
    return text != null
        ? new Part.Text(text, Citations.read(Nodes.array(content, "annotations")), null)
        : refusal != null ? new Part.Refusal(refusal) : null;
  }

  private static List<Part> thoughts(JsonNode item) {
    List<JsonNode> summary = Nodes.array(item, "summary");
    List<JsonNode> shown = summary.isEmpty() ? Nodes.array(item, "content") : summary;
    List<String> texts = shown.stream().map(part -> Nodes.text(part, "text", "")).toList();
    return Thoughts.of(texts, Nodes.text(item, "encrypted_content"), Nodes.text(item, "id"));
  }

  /** Why an answer ended. */
  static Finish finish(JsonNode response) {
    if ("incomplete".equals(Nodes.text(response, "status"))) {
      String reason = Nodes.text(Nodes.object(response, "incomplete_details"), "reason", "");
      return switch (reason) {
        case "max_output_tokens", "max_tokens" -> Finish.LENGTH;
        case "content_filter" -> Finish.CONTENT_FILTER;
        default -> Finish.OTHER;
      };
    }
    boolean refused = false;
    for (JsonNode item : Nodes.array(response, "output")) {
      String type = Nodes.text(item, "type", "");
      if (type.equals("function_call") || type.equals("custom_tool_call")) {
        return Finish.TOOL_CALLS;
      }
      refused |=
          Nodes.array(item, "content").stream()
              .anyMatch(content -> "refusal".equals(Nodes.text(content, "type")));
    }
    return refused ? Finish.REFUSAL : Finish.STOP;
  }

  /**
   * How likely tokens were, in the shape of chat completions; {@code null} where it is not said.
   */
  static @Nullable JsonNode logprobs(List<JsonNode> tokens) {
    if (tokens.isEmpty()) {
      return null;
    }
    ObjectNode logprobs = JsonNodeFactory.instance.objectNode();
    ArrayNode content = logprobs.putArray("content");
    tokens.forEach(content::add);
    return logprobs;
  }
}
