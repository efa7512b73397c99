package io.tollgate.bench.provider;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a chat request of Ollama, which knows no unknown members but is strict about types. */
final class OllamaReader {

  private final ObjectNode root;
  private final TurnDraft draft = new TurnDraft();

  private OllamaReader(ObjectNode root) {
    this.root = root;
  }

  static Asked read(ObjectNode root) {
    return new OllamaReader(root).read();
  }

  private Asked read() {
    draft.model = root.path("model").stringValue("");
    draft.stream = root.path("stream").asBoolean(true);
    JsonNode options = root.path("options");
    long predict = options.path("num_predict").asLong(-1);
    draft.maxTokens = predict < 1 ? Turn.DEFAULT_MAX_TOKENS : predict;
    JsonNode stop = options.path("stop");
    if (stop.isString()) {
      draft.stops.add(stop.stringValue());
    }
    stop.values().forEach(text -> draft.stops.add(text.stringValue("")));
    for (JsonNode tool : root.path("tools").values()) {
      JsonNode function = tool.path("function");
      typed(function.path("parameters"), function.path("parameters").isObject(), "parameters");
      draft.offer(function.path("name").stringValue(""), function.path("parameters"));
    }
    JsonNode format = root.path("format");
    if (format.isObject()) {
      draft.answerSchema = format;
    } else if (format.stringValue("").equals("json")) {
      draft.answerSchema = Trees.object().put("type", "object");
    } else if (!format.stringValue("").isEmpty()) {
      throw Refusal.invalid("invalid format: " + format + "; expected \"json\" or a JSON schema");
    }
    JsonNode think = root.path("think");
    draft.thinking =
        think.asBoolean(false) || !think.stringValue("").isEmpty() ? Thinking.SHOWN : Thinking.OFF;
    root.path("messages").values().forEach(this::message);
    return new Asked(draft.turn(), new OllamaVoice(root.path("logprobs").asBoolean(false)));
  }

  private void message(JsonNode message) {
    JsonNode content = message.path("content");
    typed(content, content.isString(), "messages.content");
    String role = message.path("role").stringValue("");
    for (JsonNode image : message.path("images").values()) {
      try {
        // The media type is read from the bytes, which a simulation does not do.
        draft.attach(Attachment.of(true, "image", image.stringValue("")));
      } catch (IllegalArgumentException e) {
        throw Refusal.invalid("illegal base64 data at input byte 0");
      }
    }
    for (JsonNode call : message.path("tool_calls").values()) {
      JsonNode arguments = call.path("function").path("arguments");
      typed(arguments, arguments.isObject(), "messages.tool_calls.function.arguments");
    }
    if (role.equals("tool")) {
      draft.result(content.stringValue(""));
    } else {
      draft.message(role, content.stringValue(""));
    }
  }

  private static void typed(JsonNode node, boolean fits, String field) {
    if (!fits && !node.isMissingNode() && !node.isNull()) {
      throw Refusal.invalid(
          "json: cannot unmarshal %s into Go struct field ChatRequest.%s"
              .formatted(node.isArray() ? "array" : node.isString() ? "string" : "value", field));
    }
  }
}
