package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A block of a stream that has begun. One that only this dialect has a word for is handed on whole,
 * at its end.
 */
final class OpenBlock {

  private final int number;
  private final @Nullable BlockKind kind;
  private final ObjectNode block;
  private final StringBuilder input = new StringBuilder();
  private long contentBytes;

  private OpenBlock(int number, @Nullable BlockKind kind, ObjectNode block) {
    this.number = number;
    this.kind = kind;
    this.block = block;
  }

  static OpenBlock of(int number, JsonNode block) {
    BlockKind kind =
        switch (Nodes.text(block, "type", "")) {
          case "text" -> new BlockKind.Text();
          case "thinking" -> new BlockKind.Reasoning(null, AnthropicClient.NAME);
          case "redacted_thinking" ->
              new BlockKind.RedactedReasoning(
                  Nodes.text(block, "data", ""), null, AnthropicClient.NAME);
          case "tool_use" ->
              new BlockKind.ToolCall(
                  SafeName.decode(Nodes.text(block, "id", "")),
                  SafeName.decode(Nodes.text(block, "name", "")),
                  false);
          default -> null;
        };
    return new OpenBlock(number, kind, (ObjectNode) block);
  }

  /** Bytes of text in it so far. */
  long contentBytes() {
    return contentBytes;
  }

  /** Hands on its beginning, with what is in it already. */
  void open(Consumer<AnswerEvent> sink) {
    if (kind == null) {
      return;
    }
    sink.accept(new AnswerEvent.BlockOpened(0, number, kind));
    if (kind instanceof BlockKind.Text) {
      addText(Nodes.text(block, "text", ""), sink);
      Nodes.array(block, "citations").forEach(citation -> cite(citation, sink));
    } else if (kind instanceof BlockKind.Reasoning) {
      addThoughts(Nodes.text(block, "thinking", ""), sink);
      sign(Nodes.text(block, "signature", ""), sink);
    }
  }

  /** Hands on a part of it; returns whether it is of the block's kind. */
  boolean add(JsonNode delta, Consumer<AnswerEvent> sink) {
    String type = Nodes.text(delta, "type", "");
    if (kind == null) {
      return addOpaque(type, delta);
    }
    return switch (type) {
      case "text_delta" -> {
        addText(Nodes.text(delta, "text", ""), sink);
        yield kind instanceof BlockKind.Text;
      }
      case "citations_delta" -> {
        JsonNode citation = Nodes.object(delta, "citation");
        if (citation != null) {
          cite(citation, sink);
        }
        yield kind instanceof BlockKind.Text;
      }
      case "thinking_delta" -> {
        addThoughts(Nodes.text(delta, "thinking", ""), sink);
        yield kind instanceof BlockKind.Reasoning;
      }
      case "signature_delta" -> {
        sign(Nodes.text(delta, "signature", ""), sink);
        yield kind instanceof BlockKind.Reasoning;
      }
      case "input_json_delta" -> {
        addArguments(Nodes.text(delta, "partial_json", ""), sink);
        yield kind instanceof BlockKind.ToolCall;
      }
      // A newer kind of part is no part of what was known of a block.
      default -> true;
    };
  }

  private boolean addOpaque(String type, JsonNode delta) {
    switch (type) {
      case "input_json_delta" -> {
        String json = Nodes.text(delta, "partial_json", "");
        count(json);
        input.append(json);
      }
      case "compaction_delta" -> {
        JsonNode content = Nodes.get(delta, "content");
        if (content != null) {
          block.set("content", content);
        }
      }
      default -> {}
    }
    return true;
  }

  /** Hands on its end; of a call without arguments, the empty object first. */
  void close(Consumer<AnswerEvent> sink) {
    switch (kind) {
      case null -> {
        if (!input.isEmpty()) {
          try {
            block.set("input", JsonDocument.read(input.toString()));
          } catch (JacksonException e) {
            // What cannot be read stays as it was at the start.
          }
        }
        String type = Nodes.text(block, "type", "");
        Part.Opaque part = new Part.Opaque(AnthropicClient.NAME, type, block);
        sink.accept(new AnswerEvent.BlockOpened(0, number, new BlockKind.Opaque(part)));
      }
      case BlockKind.ToolCall _ when input.isEmpty() -> {
        JsonNode given = Nodes.object(block, "input");
        String json = given == null ? "{}" : JsonDocument.text(given);
        sink.accept(new AnswerEvent.ArgumentsDelta(0, number, json));
      }
      default -> {
        // All of it was handed on.
      }
    }
    sink.accept(new AnswerEvent.BlockClosed(0, number));
  }

  private void addText(String text, Consumer<AnswerEvent> sink) {
    if (!text.isEmpty()) {
      count(text);
      sink.accept(new AnswerEvent.TextDelta(0, number, text));
    }
  }

  private void addArguments(String json, Consumer<AnswerEvent> sink) {
    if (kind instanceof BlockKind.ToolCall && !json.isEmpty()) {
      count(json);
      input.append(json);
      sink.accept(new AnswerEvent.ArgumentsDelta(0, number, json));
    }
  }

  private void addThoughts(String text, Consumer<AnswerEvent> sink) {
    if (!text.isEmpty()) {
      count(text);
      sink.accept(new AnswerEvent.ReasoningDelta(0, number, text));
    }
  }

  private void sign(String signature, Consumer<AnswerEvent> sink) {
    if (!signature.isEmpty()) {
      sink.accept(new AnswerEvent.Signature(0, number, signature));
    }
  }

  private void cite(JsonNode citation, Consumer<AnswerEvent> sink) {
    sink.accept(new AnswerEvent.Cited(0, number, BlockReader.citation(citation)));
  }

  /** Characters stand for bytes here, as elsewhere in estimates. */
  private void count(String text) {
    contentBytes += text.length();
  }
}
