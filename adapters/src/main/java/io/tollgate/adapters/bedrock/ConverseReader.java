package io.tollgate.adapters.bedrock;

import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.CompletionReading;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.MalformedAnswer;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads a plain answer of Converse, and what its streamed answers have in common with it. */
final class ConverseReader {

  private ConverseReader() {}

  static CompletionReading read(byte[] body, int offset, int length) {
    JsonNode answer = tree(body, offset, length);
    if (answer == null) {
      return new MalformedAnswer("the answer is not one JSON object");
    }
    JsonNode message = Nodes.object(Nodes.object(answer, "output"), "message");
    String reason = Nodes.text(answer, "stopReason");
    if (message == null || reason == null) {
      return Nodes.text(answer, "message") != null || Nodes.text(answer, "Message") != null
          ? ProviderErrorReader.read(body, offset, length)
          : new MalformedAnswer("the answer has no message or no reason for its end");
    }
    List<Part> parts = new ArrayList<>();
    Nodes.array(message, "content").forEach(block -> read(block, parts));
    Completion.Choice choice =
        new Completion.Choice(0, parts, finish(reason), null, null, safety(answer));
    return new Completion(
        null,
        null,
        -1,
        List.of(choice),
        ConverseUsage.of(Nodes.object(answer, "usage")),
        servedTier(answer));
  }

  /** The object that the bytes are; {@code null} where they are none. */
  static @Nullable JsonNode tree(byte[] array, int offset, int length) {
    try {
      JsonNode tree = JsonDocument.read(array, offset, length);
      return tree.isObject() ? tree : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static void read(JsonNode block, List<Part> parts) {
    String text = Nodes.text(block, "text");
    JsonNode call = Nodes.object(block, "toolUse");
    JsonNode reasoning = Nodes.object(block, "reasoningContent");
    JsonNode cited = Nodes.object(block, "citationsContent");
    JsonNode image = Nodes.object(block, "image");
    if (text != null) {
      if (!text.isEmpty()) {
        parts.add(Part.Text.of(text));
      }
    } else if (call != null && !isServerTool(call)) {
      parts.add(call(call));
    } else if (reasoning != null) {
      readReasoning(reasoning, parts);
    } else if (cited != null) {
      parts.add(cited(cited));
    } else if (image != null && Nodes.text(Nodes.object(image, "source"), "bytes") != null) {
      String bytes = Nodes.text(Nodes.object(image, "source"), "bytes", "");
      String type = "image/" + Nodes.text(image, "format", "png");
      parts.add(new Part.Image(new MediaSource.Base64(type, bytes), null, null));
    } else {
      parts.add(opaque(block));
    }
  }

  /** A block that nothing else has a word for. */
  static Part.Opaque opaque(JsonNode block) {
    String type =
        block.properties().isEmpty() ? "block" : block.properties().iterator().next().getKey();
    return new Part.Opaque(BedrockProvider.NAME, type, block);
  }

  /** Whether a tool is run by Bedrock itself, so that its call is not the client's to answer. */
  static boolean isServerTool(JsonNode call) {
    return Nodes.text(call, "type", "").equals("server_tool_use");
  }

  private static Part.ToolCall call(JsonNode call) {
    JsonNode input = Nodes.get(call, "input");
    return Part.ToolCall.of(
        Nodes.text(call, "toolUseId", ""),
        Nodes.text(call, "name", ""),
        input == null ? "{}" : JsonDocument.text(input));
  }

  private static void readReasoning(JsonNode reasoning, List<Part> parts) {
    JsonNode text = Nodes.object(reasoning, "reasoningText");
    String redacted = Nodes.text(reasoning, "redactedContent");
    if (text != null) {
      String signature = Nodes.text(text, "signature");
      parts.add(
          new Part.Reasoning(
              Nodes.text(text, "text", ""),
              signature,
              false,
              null,
              signature == null ? null : BedrockProvider.NAME));
    } else if (redacted != null) {
      parts.add(new Part.Reasoning("", redacted, true, null, BedrockProvider.NAME));
    }
  }

  private static Part.Text cited(JsonNode block) {
    StringBuilder text = new StringBuilder();
    Nodes.array(block, "content").forEach(piece -> text.append(Nodes.text(piece, "text", "")));
    List<Citation> citations =
        Nodes.array(block, "citations").stream().map(ConverseReader::citation).toList();
    return new Part.Text(text.toString(), citations, null);
  }

  static Citation citation(JsonNode json) {
    StringBuilder quoted = new StringBuilder();
    Nodes.array(json, "sourceContent")
        .forEach(piece -> quoted.append(Nodes.text(piece, "text", "")));
    JsonNode web = Nodes.object(Nodes.object(json, "location"), "web");
    return new Citation(
        Nodes.text(web, "url"),
        Nodes.text(json, "title"),
        quoted.isEmpty() ? null : quoted.toString(),
        -1,
        -1,
        BedrockProvider.NAME,
        json);
  }

  static Finish finish(String reason) {
    return switch (reason) {
      case "end_turn" -> Finish.STOP;
      case "tool_use" -> Finish.TOOL_CALLS;
      case "max_tokens" -> Finish.LENGTH;
      case "stop_sequence" -> Finish.STOP_SEQUENCE;
      case "guardrail_intervened", "content_filtered" -> Finish.CONTENT_FILTER;
      case "model_context_window_exceeded" -> Finish.CONTEXT_FULL;
      case "malformed_tool_use" -> Finish.MALFORMED_CALL;
      case "refusal" -> Finish.REFUSAL;
      case "pause_turn" -> Finish.PAUSE;
      default -> Finish.OTHER;
    };
  }

  /** What a guardrail said of an answer; {@code null} for nothing. */
  static @Nullable JsonNode safety(JsonNode answer) {
    return Nodes.object(Nodes.object(answer, "trace"), "guardrail");
  }

  static @Nullable String servedTier(JsonNode answer) {
    return Nodes.text(Nodes.object(answer, "serviceTier"), "type");
  }
}
