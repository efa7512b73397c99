package io.tollgate.bench.provider;

import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Reads the items of a conversation: who says what, and which call gets its output. */
final class ResponsesItems {

  private static final int MAX_CALL_ID_CHARS = 64;

  private final TurnDraft draft;
  private final Signatures signatures;

  /** Calls without an output so far. */
  private final Set<String> open = new LinkedHashSet<>();

  /** The id of a reasoning item that waits for what it led to. */
  private String pendingReasoning = "";

  private ResponsesItems(TurnDraft draft, Signatures signatures) {
    this.draft = draft;
    this.signatures = signatures;
  }

  static void read(ArrayNode items, TurnDraft draft, Signatures signatures) {
    ResponsesItems reader = new ResponsesItems(draft, signatures);
    for (int i = 0; i < items.size(); i++) {
      reader.item(items.path(i), "input[" + i + "]");
    }
    if (!reader.open.isEmpty()) {
      throw Refusal.invalid(
          "input", "No tool output found for function call " + reader.open.iterator().next() + ".");
    }
    if (!reader.pendingReasoning.isEmpty()) {
      throw Refusal.invalid(
          "input",
          "Item '"
              + reader.pendingReasoning
              + "' of type 'reasoning' was provided without its required following item.");
    }
  }

  private void item(JsonNode item, String at) {
    String type = item.path("type").stringValue("message");
    switch (type) {
      case "message" -> {
        id(item, "msg", at);
        message(item, at);
      }
      case "function_call" -> {
        id(item, "fc", at);
        call(item, at);
      }
      case "function_call_output" -> output(item, at);
      case "reasoning" -> {
        id(item, "rs", at);
        reasoning(item, at);
        return;
      }
      default -> {
        // What belongs to other tools is taken as it comes.
      }
    }
    pendingReasoning = "";
  }

  private static void id(JsonNode item, String prefix, String at) {
    String id = item.path("id").stringValue(prefix);
    if (!id.startsWith(prefix)) {
      throw Refusal.of(
          400,
          "Invalid '%s.id': '%s'. Expected an ID that begins with '%s'.".formatted(at, id, prefix),
          at + ".id",
          "invalid_value");
    }
  }

  private void message(JsonNode item, String at) {
    String role = item.path("role").stringValue("");
    if (!Set.of("user", "assistant", "system", "developer").contains(role)) {
      throw Refusal.of(
          400,
          "Invalid value: '"
              + role
              + "'. Supported values are: 'assistant', 'system', 'developer', and 'user'.",
          at + ".role",
          "invalid_value");
    }
    JsonNode content = item.path("content");
    if (content.isString()) {
      draft.message(role, content.stringValue());
      return;
    }
    if (!content.isArray()) {
      throw Refusal.invalid(at + ".content", "Missing required parameter: '" + at + ".content'.");
    }
    StringBuilder text = new StringBuilder();
    int index = 0;
    for (JsonNode part : content.values()) {
      text.append(part(part, role.equals("assistant"), at + ".content[" + index++ + "]"));
    }
    draft.message(role, text.toString());
  }

  private String part(JsonNode part, boolean assistant, String at) {
    String type = part.path("type").stringValue("");
    boolean known =
        assistant
            ? Set.of("output_text", "refusal").contains(type)
            : Set.of("input_text", "input_image", "input_file", "input_audio").contains(type);
    if (!known) {
      throw Refusal.of(
          400,
          "Invalid value: '%s'. Supported values are: %s."
              .formatted(
                  type,
                  assistant
                      ? "'output_text' and 'refusal'"
                      : "'input_text', 'input_image', and 'input_file'"),
          at,
          "invalid_value");
    }
    switch (type) {
      case "input_image" -> attach(true, part.path("image_url"), part.path("file_id"), at);
      case "input_file" -> {
        JsonNode url = part.has("file_data") ? part.path("file_data") : part.path("file_url");
        attach(false, url, part.path("file_id"), at);
      }
      default -> {}
    }
    return part.path("text").stringValue("");
  }

  private void attach(boolean image, JsonNode url, JsonNode fileId, String at) {
    try {
      if (url.isString()) {
        draft.attach(Attachment.ofUrl(image, url.stringValue()));
      } else if (fileId.isString()) {
        draft.attach(Attachment.at(image, fileId.stringValue()));
      } else {
        throw Refusal.invalid(at, "Missing required parameter: an address or a file of " + at);
      }
    } catch (IllegalArgumentException e) {
      throw Refusal.of(400, "Invalid base64 data.", at, "invalid_base64");
    }
  }

  private void call(JsonNode item, String at) {
    String id = item.path("call_id").stringValue("");
    if (id.isEmpty() || id.length() > MAX_CALL_ID_CHARS) {
      throw Refusal.invalid(at + ".call_id", "Invalid '" + at + ".call_id': 1 to 64 characters.");
    }
    if (!item.path("arguments").isString() || !item.path("name").isString()) {
      throw Refusal.invalid(at, "Missing required parameter: name and arguments of " + at);
    }
    open.add(id);
    draft.message("assistant", item.path("arguments").stringValue());
  }

  private void output(JsonNode item, String at) {
    String id = item.path("call_id").stringValue("");
    if (!open.remove(id)) {
      throw Refusal.invalid(
          "input", "No tool call found for function call output with call_id " + id + ".");
    }
    JsonNode output = item.path("output");
    if (output.isString()) {
      draft.result(output.stringValue());
      return;
    }
    if (!output.isArray()) {
      throw Refusal.invalid(at + ".output", "Missing required parameter: '" + at + ".output'.");
    }
    StringBuilder text = new StringBuilder();
    output.values().forEach(part -> text.append(part(part, false, at + ".output")));
    draft.result(text.toString());
  }

  private void reasoning(JsonNode item, String at) {
    if (!item.path("summary").isArray()) {
      throw Refusal.invalid(at + ".summary", "Missing required parameter: '" + at + ".summary'.");
    }
    JsonNode encrypted = item.path("encrypted_content");
    if (encrypted.isString() && !ResponsesVoice.decrypts(signatures, encrypted.stringValue())) {
      throw Refusal.of(
          400,
          "The encrypted content for item "
              + item.path("id").stringValue("")
              + " could not be verified.",
          null,
          "invalid_encrypted_content");
    }
    pendingReasoning = item.path("id").stringValue("rs");
  }
}
