package io.tollgate.bench.provider;

import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a chat request of Cohere. */
final class CohereReader {

  private static final Shape REQUEST =
      Shape.of(
          "model:s! messages:a! stream:b? tools:a? strict_tools:b? documents:a?"
              + " citation_options:o? response_format:o? safety_mode:s? max_tokens:n?"
              + " stop_sequences:a? temperature:n? seed:n? frequency_penalty:n?"
              + " presence_penalty:n? k:n? p:n? logprobs:b? tool_choice:s? thinking:o?"
              + " raw_prompting:b? priority:n?");
  private static final Shape MESSAGE =
      Shape.of("role:s! content:*? tool_calls:a? tool_plan:s? tool_call_id:s citations:a?");
  private static final Shape TOOL = Shape.of("type:s! function:o!");
  private static final Shape FUNCTION = Shape.of("name:s! description:s? parameters:o?");

  private final ObjectNode root;
  private final TurnDraft draft = new TurnDraft();

  /** Calls without a result so far. */
  private final Set<String> open = new LinkedHashSet<>();

  private CohereReader(ObjectNode root) {
    this.root = root;
  }

  static Asked read(ObjectNode root) {
    return new CohereReader(root).read();
  }

  private Asked read() {
    REQUEST.check(root, "");
    draft.model = root.path("model").stringValue();
    draft.stream = root.path("stream").asBoolean(false);
    draft.maxTokens = root.path("max_tokens").asLong(Turn.DEFAULT_MAX_TOKENS);
    if (draft.maxTokens < 1) {
      throw Refusal.invalid("max_tokens must be at least 1");
    }
    if (root.path("temperature").asDouble(0) > 1) {
      throw Refusal.invalid("temperature must be between 0 and 1.0 inclusive.");
    }
    root.path("stop_sequences").values().forEach(stop -> draft.stops.add(stop.stringValue("")));
    int index = 0;
    for (JsonNode tool : root.path("tools").values()) {
      String at = "tools[" + index++ + "]";
      TOOL.check(tool, at);
      FUNCTION.check(tool.path("function"), at + ".function");
      draft.offer(
          tool.path("function").path("name").stringValue(),
          tool.path("function").path("parameters"));
    }
    choice();
    format();
    String thinking = root.path("thinking").path("type").stringValue("disabled");
    draft.thinking = thinking.equals("enabled") ? Thinking.SHOWN : Thinking.OFF;
    index = 0;
    for (JsonNode document : root.path("documents").values()) {
      String id = document.path("id").stringValue("doc:" + index++);
      draft.attach(new Attachment(false, "text/plain", document.toString().length(), id));
    }
    index = 0;
    for (JsonNode message : root.path("messages").values()) {
      message(message, "messages[" + index++ + "]");
    }
    allAnswered();
    if (index == 0) {
      throw Refusal.invalid("invalid request: messages must not be empty");
    }
    return new Asked(draft.turn(), new CohereVoice());
  }

  private void choice() {
    String choice = root.path("tool_choice").stringValue("");
    switch (choice) {
      case "" -> {}
      case "REQUIRED" -> {
        if (draft.tools.isEmpty()) {
          throw Refusal.invalid("tool_choice requires tools");
        }
        draft.requireAny();
      }
      case "NONE" -> draft.forbidden = true;
      default -> throw Refusal.invalid("tool_choice must be one of REQUIRED, NONE");
    }
  }

  private void format() {
    JsonNode format = root.path("response_format");
    switch (format.path("type").stringValue("text")) {
      case "text" -> {}
      case "json_object" -> {
        if (!draft.tools.isEmpty()) {
          throw Refusal.invalid("response_format is not supported with tools");
        }
        JsonNode schema =
            format.has("json_schema") ? format.path("json_schema") : format.path("schema");
        draft.answerSchema = schema.isObject() ? schema : Trees.object().put("type", "object");
      }
      default -> throw Refusal.invalid("response_format.type must be text or json_object");
    }
  }

  private void message(JsonNode message, String at) {
    MESSAGE.check(message, at);
    String role = message.path("role").stringValue();
    String text = text(message.path("content"), at + ".content");
    switch (role) {
      case "tool" -> {
        String id = message.path("tool_call_id").stringValue("");
        if (!open.remove(id)) {
          throw Refusal.invalid(
              "invalid request: tool_call_id '" + id + "' at " + at + " was not called");
        }
        draft.result(text);
      }
      case "user", "system", "assistant" -> {
        allAnswered();
        JsonNode calls = message.path("tool_calls");
        if (text.isEmpty() && calls.isEmpty() && hasNoParts(message)) {
          throw Refusal.invalid(
              "invalid request: " + at + " must have at least one token long content");
        }
        calls.values().forEach(call -> open.add(call.path("id").stringValue("")));
        draft.message(role, text);
      }
      default -> throw Refusal.invalid("invalid request: " + at + ".role '" + role + "'");
    }
  }

  private static boolean hasNoParts(JsonNode message) {
    return !message.path("content").isArray() || message.path("content").isEmpty();
  }

  private void allAnswered() {
    if (!open.isEmpty()) {
      throw Refusal.invalid(
          "invalid request: tool calls without results: " + String.join(", ", open));
    }
  }

  private String text(JsonNode content, String at) {
    if (content.isString()) {
      return content.stringValue();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content.values()) {
      switch (part.path("type").stringValue("")) {
        case "text" -> text.append(part.path("text").stringValue(""));
        case "thinking" -> {}
        case "image_url" -> {
          try {
            draft.attach(
                Attachment.ofUrl(true, part.path("image_url").path("url").stringValue("")));
          } catch (IllegalArgumentException e) {
            throw Refusal.invalid("invalid request: image at " + at);
          }
        }
        case "document" -> {
          JsonNode data = part.path("document").path("data");
          text.append(data.isString() ? data.stringValue() : data.toString());
        }
        default -> throw Refusal.invalid("invalid request: type of a part of " + at);
      }
    }
    return text.toString();
  }
}
