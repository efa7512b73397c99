package io.tollgate.bench.provider;

import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads the messages of a chat completion request. */
final class ChatMessages {

  private static final int MAX_ID_CHARS = 40;

  private final TurnDraft draft;
  private final boolean deepSeek;
  private final boolean thoughtful;

  /** Calls of the last assistant message that no tool message has answered. */
  private final Set<String> open = new LinkedHashSet<>();

  private ChatMessages(TurnDraft draft, boolean deepSeek, boolean thoughtful) {
    this.draft = draft;
    this.deepSeek = deepSeek;
    this.thoughtful = thoughtful;
  }

  /** Reads messages; a thoughtful model wants its reasoning back with its calls. */
  static void read(JsonNode messages, TurnDraft draft, boolean deepSeek, boolean thoughtful) {
    ChatMessages reader = new ChatMessages(draft, deepSeek, thoughtful);
    int index = 0;
    for (JsonNode message : messages.values()) {
      reader.message(message, "messages[" + index++ + "]");
    }
    reader.allAnswered();
  }

  private void message(JsonNode message, String at) {
    String role = message.path("role").stringValue("");
    JsonNode content = message.path("content");
    switch (role) {
      case "tool" -> {
        String id = message.path("tool_call_id").stringValue("");
        if (!open.remove(id)) {
          throw Refusal.invalid(
              at + ".role",
              "Invalid parameter: messages with role 'tool' must be a response to a preceeding"
                  + " message with 'tool_calls'.");
        }
        draft.result(text(content, at));
      }
      case "assistant" -> {
        allAnswered();
        draft.message(role, text(content, at));
        calls(message, at);
      }
      case "developer" -> {
        if (deepSeek) {
          throw Refusal.invalid(
              "Failed to deserialize the JSON body into the target type: "
                  + at
                  + ".role: unknown variant `developer`, expected one of `system`, `user`,"
                  + " `assistant`, `tool`");
        }
        allAnswered();
        draft.message(role, text(content, at));
      }
      case "system", "user" -> {
        allAnswered();
        if (content.isNull() || content.isMissingNode()) {
          throw Refusal.invalid(
              at + ".content", "Invalid value for 'content': expected a string, got null.");
        }
        draft.message(role, text(content, at));
      }
      default ->
          throw Refusal.of(
              400,
              "Invalid value: '"
                  + role
                  + "'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool',"
                  + " and 'developer'.",
              at + ".role",
              "invalid_value");
    }
  }

  private void allAnswered() {
    if (!open.isEmpty()) {
      throw Refusal.invalid(
          "messages",
          "An assistant message with 'tool_calls' must be followed by tool messages responding to"
              + " each 'tool_call_id'. The following tool_call_ids did not have response messages: "
              + String.join(", ", open));
    }
  }

  private void calls(JsonNode message, String at) {
    JsonNode calls = message.path("tool_calls");
    if (calls.isArray() && calls.isEmpty()) {
      throw Refusal.invalid(at + ".tool_calls", "[] is too short - '" + at + ".tool_calls'");
    }
    for (JsonNode call : calls.values()) {
      String id = call.path("id").stringValue("");
      if (id.isEmpty() || id.length() > MAX_ID_CHARS) {
        throw Refusal.of(
            400,
            "Invalid '%s.tool_calls[].id': string of length %d (expected: 1 to 40)"
                .formatted(at, id.length()),
            at + ".tool_calls[].id",
            "string_above_max_length");
      }
      if (!call.path("function").path("arguments").isString()) {
        throw Refusal.invalid(
            at + ".tool_calls[].function.arguments",
            "Invalid type for 'arguments': expected a string.");
      }
      open.add(id);
    }
    if (thoughtful && !calls.isEmpty() && !message.path("reasoning_content").isString()) {
      throw Refusal.invalid(
          "Missing `reasoning_content` field in the assistant message at " + at + ".");
    }
  }

  private String text(JsonNode content, String at) {
    if (content.isString()) {
      return content.stringValue();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content.values()) {
      String type = part.path("type").stringValue("");
      switch (type) {
        case "text" -> text.append(part.path("text").stringValue(""));
        case "refusal" -> text.append(part.path("refusal").stringValue(""));
        case "image_url" -> {
          JsonNode image = part.path("image_url");
          if (!image.path("url").isString()) {
            throw Refusal.invalid(at + ".content", "image_url must be an object with a url.");
          }
          attach(true, image.path("url").stringValue(), at);
        }
        case "file" -> file(part.path("file"), at);
        case "input_audio" -> {}
        default ->
            throw Refusal.of(
                400,
                "Invalid value: '"
                    + type
                    + "'. Supported values are: 'text', 'image_url', 'input_audio', 'refusal',"
                    + " and 'file'.",
                at + ".content",
                "invalid_value");
      }
    }
    return text.toString();
  }

  private void file(JsonNode file, String at) {
    if (file.path("file_data").isString()) {
      attach(false, file.path("file_data").stringValue(), at);
    } else if (file.path("file_id").isString()) {
      draft.attach(Attachment.at(false, file.path("file_id").stringValue()));
    } else {
      throw Refusal.invalid(at + ".content", "file: file_data or file_id is required.");
    }
  }

  private void attach(boolean image, String url, String at) {
    if (!url.startsWith("data:") && !url.startsWith("http")) {
      throw Refusal.of(400, "Invalid image or file data.", at + ".content", "invalid_image_url");
    }
    try {
      draft.attach(Attachment.ofUrl(image, url));
    } catch (IllegalArgumentException e) {
      throw Refusal.of(400, "Invalid base64 data.", at + ".content", "invalid_base64");
    }
  }
}
