package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The blocks of an answer, in both directions. */
final class AnswerBlocks {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private AnswerBlocks() {}

  /** The part of a block; one of an unknown type is kept whole. */
  static Part read(JsonNode block) {
    String type = Nodes.text(block, "type", "");
    return switch (type) {
      case "text" -> new Part.Text(Nodes.text(block, "text", ""), citations(block), null);
      case "thinking" -> {
        String signature = Nodes.text(block, "signature", "");
        yield new Part.Reasoning(
            Nodes.text(block, "thinking", ""),
            signature.isEmpty() ? null : signature,
            false,
            null,
            signature.isEmpty() ? null : AnthropicClient.NAME);
      }
      case "redacted_thinking" ->
          new Part.Reasoning("", Nodes.text(block, "data", ""), true, null, AnthropicClient.NAME);
      case "tool_use" -> {
        JsonNode input = Nodes.get(block, "input");
        yield Part.ToolCall.of(
            SafeName.decode(Nodes.text(block, "id", "")),
            SafeName.decode(Nodes.text(block, "name", "")),
            input == null ? "{}" : JsonDocument.text(input));
      }
      default -> new Part.Opaque(AnthropicClient.NAME, type, block);
    };
  }

  private static List<Citation> citations(JsonNode block) {
    List<Citation> citations = new ArrayList<>();
    for (JsonNode json : Nodes.array(block, "citations")) {
      citations.add(BlockReader.citation(json));
    }
    return citations;
  }

  /** The block of a part of an answer; {@code null} for one that has none. */
  static @Nullable ObjectNode write(Part part) {
    return switch (part) {
      case Part.Text text -> text.text().isEmpty() ? null : text(text);
      case Part.Refusal refusal ->
          refusal.text().isEmpty() ? null : text(Part.Text.of(refusal.text()));
      case Part.Reasoning reasoning -> reasoning(reasoning);
      case Part.ToolCall call -> {
        ObjectNode block = call(call.id(), call.name());
        block.set("input", ToolInput.of(call));
        yield block;
      }
      case Part.Opaque opaque -> opaque(opaque);
      // No answer of this dialect has such parts.
      case Part.Image _, Part.Document _, Part.Audio _, Part.Video _, Part.ToolResult _ -> null;
    };
  }

  private static ObjectNode text(Part.Text text) {
    ObjectNode block = JSON.objectNode().put("type", "text").put("text", text.text());
    // A null in the place of no citations makes the AI SDK refuse the whole answer.
    if (!text.citations().isEmpty()) {
      ArrayNode citations = block.putArray("citations");
      text.citations().forEach(citation -> citations.add(citation(citation)));
    }
    return block;
  }

  private static @Nullable ObjectNode reasoning(Part.Reasoning reasoning) {
    String signature =
        AnthropicClient.NAME.equals(reasoning.origin()) ? reasoning.signature() : null;
    if (reasoning.redacted()) {
      return signature == null
          ? null
          : JSON.objectNode().put("type", "redacted_thinking").put("data", signature);
    }
    if (reasoning.text().isEmpty() && signature == null) {
      return null;
    }
    return thinking(reasoning.text(), signature == null ? "" : signature);
  }

  /** A block of thoughts; another provider's have an empty signature, by which they are known. */
  static ObjectNode thinking(String text, String signature) {
    return JSON.objectNode()
        .put("type", "thinking")
        .put("thinking", text)
        .put("signature", signature);
  }

  /** A call without its input. */
  static ObjectNode call(String id, String name) {
    ObjectNode block =
        JSON.objectNode().put("type", "tool_use").put("id", SafeName.encode(id)).put("name", name);
    block.putObject("input");
    block.putObject("caller").put("type", "direct");
    return block;
  }

  /** A part of this dialect; {@code null} for one of another. */
  static @Nullable ObjectNode opaque(Part.Opaque opaque) {
    return opaque.dialect().equals(AnthropicClient.NAME) && opaque.json() instanceof ObjectNode own
        ? own
        : null;
  }

  /**
   * A citation. One of another dialect is told as a page found on the web, with an empty index by
   * which it is known when it comes back.
   */
  static JsonNode citation(Citation citation) {
    if (citation.dialect().equals(AnthropicClient.NAME)) {
      return citation.json();
    }
    return JSON.objectNode()
        .put("type", "web_search_result_location")
        .put("url", citation.url() == null ? "" : citation.url())
        .put("title", citation.title() == null ? "" : citation.title())
        .put("cited_text", citation.citedText() == null ? "" : citation.citedText())
        .put("encrypted_index", "");
  }

  /** {@code stop_details}: what is said of a refusal; {@code null} for none. */
  static @Nullable JsonNode stopDetails(@Nullable Finish finish, @Nullable JsonNode safety) {
    if (finish != Finish.REFUSAL && finish != Finish.CONTENT_FILTER) {
      return null;
    }
    if (safety != null && "refusal".equals(Nodes.text(safety, "type"))) {
      return safety;
    }
    return JSON.objectNode().put("type", "refusal").putNull("category").putNull("explanation");
  }
}
