package io.tollgate.adapters.cohere;

import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.CompletionReading;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.MalformedAnswer;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads a plain answer of Cohere's, and what its streamed answers have in common with it. */
final class CohereReader {

  private CohereReader() {}

  static CompletionReading read(byte[] body, int offset, int length) {
    JsonNode answer = tree(body, offset, length);
    if (answer == null) {
      return new MalformedAnswer("the answer is not one JSON object");
    }
    JsonNode message = Nodes.object(answer, "message");
    if (message == null) {
      // An error is {"message": "text"}.
      return Nodes.text(answer, "message") != null || Nodes.get(answer, "error") != null
          ? ProviderErrorReader.read(body, offset, length)
          : new MalformedAnswer("the answer has no message");
    }
    String reason = Nodes.text(answer, "finish_reason", "");
    ProviderError failure = failure(reason, null);
    if (failure != null) {
      return failure;
    }
    Completion.Choice choice =
        new Completion.Choice(
            0,
            parts(message),
            finish(reason),
            null,
            logprobs(Nodes.array(answer, "logprobs")),
            null);
    return new Completion(
        Nodes.text(answer, "id"),
        null,
        -1,
        List.of(choice),
        CohereUsage.of(Nodes.object(answer, "usage")),
        null);
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

  private static List<Part> parts(JsonNode message) {
    List<Part> parts = new ArrayList<>();
    String plan = Nodes.text(message, "tool_plan", "");
    if (!plan.isEmpty()) {
      parts.add(new Part.Reasoning(plan, null, false, null, null));
    }
    List<JsonNode> content = Nodes.array(message, "content");
    List<JsonNode> citations = Nodes.array(message, "citations");
    for (int i = 0; i < content.size(); i++) {
      JsonNode item = content.get(i);
      String thinking = Nodes.text(item, "thinking", "");
      String text = Nodes.text(item, "text", "");
      if (!thinking.isEmpty()) {
        parts.add(new Part.Reasoning(thinking, null, false, null, null));
      } else if (!text.isEmpty()) {
        parts.add(new Part.Text(text, citations(citations, i), null));
      }
    }
    for (JsonNode call : Nodes.array(message, "tool_calls")) {
      JsonNode function = Nodes.object(call, "function");
      String arguments = Nodes.text(function, "arguments", "");
      parts.add(
          Part.ToolCall.of(
              Nodes.text(call, "id", ""),
              Nodes.text(function, "name", ""),
              arguments.isBlank() ? "{}" : arguments));
    }
    return parts;
  }

  private static List<Citation> citations(List<JsonNode> all, int contentIndex) {
    return all.stream()
        .filter(json -> Nodes.integer(json, "content_index", 0) == contentIndex)
        .filter(CohereReader::isOfText)
        .map(CohereReader::citation)
        .toList();
  }

  /** Whether a citation is of the answer, and not of the thoughts or the plan before it. */
  static boolean isOfText(JsonNode citation) {
    return Nodes.text(citation, "type", "TEXT_CONTENT").equals("TEXT_CONTENT");
  }

  /** A citation, of which the first source is the one that is named. */
  static Citation citation(JsonNode json) {
    List<JsonNode> sources = Nodes.array(json, "sources");
    JsonNode source = sources.isEmpty() ? null : sources.getFirst();
    JsonNode document = Nodes.object(source, "document");
    String title = Nodes.text(document, "title");
    String quoted = Nodes.text(document, "snippet");
    return new Citation(
        Nodes.text(document, "url"),
        title == null ? Nodes.text(source, "id") : title,
        quoted == null ? Nodes.text(document, "text") : quoted,
        Nodes.integer(json, "start", -1),
        Nodes.integer(json, "end", -1),
        CohereProvider.NAME,
        json);
  }

  /** The failure that a finish reason stands for; {@code null} for any other. */
  static @Nullable ProviderError failure(String reason, @Nullable String message) {
    return switch (reason) {
      case "ERROR" ->
          new ProviderError(
              message == null ? "the generation failed" : message, "ERROR", null, null);
      case "TIMEOUT" ->
          new ProviderError(
              message == null ? "the generation took too long" : message, "TIMEOUT", null, null);
      default -> null;
    };
  }

  static Finish finish(String reason) {
    return switch (reason) {
      case "COMPLETE" -> Finish.STOP;
      case "STOP_SEQUENCE" -> Finish.STOP_SEQUENCE;
      case "MAX_TOKENS" -> Finish.LENGTH;
      case "TOOL_CALL" -> Finish.TOOL_CALLS;
      case "ERROR_TOXIC" -> Finish.CONTENT_FILTER;
      case "ERROR_LIMIT" -> Finish.CONTEXT_FULL;
      default -> Finish.OTHER;
    };
  }

  /**
   * Log probabilities in OpenAI's shape; {@code null} for none. Cohere gives a piece of text and
   * the log probabilities of the tokens in it, whose sum is that of the piece.
   */
  static @Nullable JsonNode logprobs(List<JsonNode> items) {
    ArrayNode content = JsonNodeFactory.instance.arrayNode();
    for (JsonNode item : items) {
      BigDecimal sum = BigDecimal.ZERO;
      for (JsonNode logprob : Nodes.array(item, "logprobs")) {
        sum = logprob.isNumber() ? add(sum, logprob.decimalValue()) : sum;
      }
      ObjectNode token = content.addObject().put("token", Nodes.text(item, "text", ""));
      token.put("logprob", sum).putNull("bytes").putArray("top_logprobs");
    }
    if (content.isEmpty()) {
      return null;
    }
    ObjectNode logprobs = JsonNodeFactory.instance.objectNode();
    logprobs.set("content", content);
    return logprobs;
  }

  /** Numbers of absurd scale are not added up: their sum could have a billion digits. */
  private static BigDecimal add(BigDecimal sum, BigDecimal more) {
    return Math.abs((long) more.scale()) > 100 ? sum : sum.add(more);
  }
}
