package io.tollgate.bench.provider;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the conversation of a Converse request. */
final class BedrockMessages {

  private static final Shape MESSAGE = Shape.of("role:s! content:a!");
  private static final Shape TOOL_USE = Shape.of("toolUseId:s! name:s! input:o! type:s?");
  private static final Shape TOOL_RESULT = Shape.of("toolUseId:s! content:a! status:s? type:s?");
  private static final Set<String> BLOCKS =
      Set.of(
          "text",
          "image",
          "document",
          "video",
          "audio",
          "toolUse",
          "toolResult",
          "guardContent",
          "cachePoint",
          "reasoningContent",
          "citationsContent",
          "searchResult");
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private final TurnDraft draft;
  private final Signatures signatures;
  private final boolean thoughtful;
  private final boolean tooled;

  /** Calls of the last assistant message. */
  private final Set<String> open = new LinkedHashSet<>();

  private BedrockMessages(
      TurnDraft draft, Signatures signatures, boolean thoughtful, boolean tooled) {
    this.draft = draft;
    this.signatures = signatures;
    this.thoughtful = thoughtful;
    this.tooled = tooled;
  }

  static void read(JsonNode root, TurnDraft draft, Signatures signatures, boolean thoughtful) {
    StringBuilder system = new StringBuilder();
    int index = 0;
    for (JsonNode block : root.path("system").values()) {
      if (block.has("text")) {
        system.append(text(block.path("text"), "system." + index));
      }
      index++;
    }
    if (index > 0) {
      draft.message("system", system.toString());
    }
    boolean tooled = root.path("toolConfig").isObject();
    BedrockMessages reader = new BedrockMessages(draft, signatures, thoughtful, tooled);
    reader.read(root.path("messages"));
  }

  private void read(JsonNode messages) {
    String before = "assistant";
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.path(i);
      String at = "messages." + i;
      BedrockReader.check(MESSAGE, message, at);
      String role = message.path("role").stringValue();
      if (!role.equals("user") && !role.equals("assistant")) {
        throw Refusal.invalid(
            "Value '" + role + "' at '" + at + ".role' must be user or assistant");
      }
      if (role.equals(before)) {
        throw Refusal.invalid(
            i == 0
                ? "A conversation must start with a user message. Try again with a conversation"
                    + " that starts with a user message."
                : "A conversation must alternate between user and assistant roles. Make sure the"
                    + " conversation alternates between user and assistant roles and try again.");
      }
      before = role;
      message(message.path("content"), role.equals("user"), at);
    }
    if (!open.isEmpty()) {
      unanswered("messages." + (messages.size() - 1));
    }
  }

  private void message(JsonNode content, boolean user, String at) {
    if (content.isEmpty()) {
      throw Refusal.invalid(
          "The content field in the Message object at "
              + at
              + " is empty. Add a ContentBlock"
              + " object to the content field and try again.");
    }
    StringBuilder text = new StringBuilder();
    List<String> called = new ArrayList<>();
    List<String> results = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      JsonNode block = content.path(i);
      String path = at + ".content." + i;
      String type = type(block, path);
      if (user
          ? type.equals("toolUse") || type.equals("reasoningContent")
          : type.equals("toolResult")) {
        throw Refusal.invalid(
            "The " + type + " block at " + path + " does not belong in a message of that role.");
      }
      if ((type.equals("toolUse") || type.equals("toolResult")) && !tooled) {
        throw Refusal.invalid(
            "The toolConfig field must be defined when using toolUse and toolResult content"
                + " blocks.");
      }
      switch (type) {
        case "text" -> text.append(text(block.path("text"), path));
        case "toolUse" -> called.add(call(block.path("toolUse"), path + ".toolUse"));
        case "toolResult" -> results.add(result(block.path("toolResult"), path));
        case "reasoningContent" -> reasoning(block.path("reasoningContent"), path);
        default -> BedrockSources.attach(block, type, path, draft);
      }
    }
    if (user && !open.isEmpty()) {
      unanswered(at);
    }
    if (thoughtful && !called.isEmpty() && !content.path(0).has("reasoningContent")) {
      throw Refusal.invalid(
          "The model returned the following errors: "
              + at
              + ".content.0.type: Expected `thinking` or `redacted_thinking`, but found"
              + " `tool_use`.");
    }
    open.addAll(called);
    if (results.isEmpty() || !text.isEmpty()) {
      draft.message(user ? "user" : "assistant", text.toString());
    }
    results.forEach(draft::result);
  }

  private void unanswered(String at) {
    throw Refusal.invalid(
        "Expected toolResult blocks at "
            + at
            + ".content for the following Ids: "
            + String.join(", ", open));
  }

  private static String type(JsonNode block, String at) {
    if (block.size() != 1) {
      throw Refusal.invalid(at + ": exactly one member of the union ContentBlock must be set");
    }
    String type = block.propertyNames().iterator().next();
    if (!BLOCKS.contains(type)) {
      throw Refusal.invalid(
          "The request is malformed: #/" + at + ": extraneous key [" + type + "] is not permitted");
    }
    return type;
  }

  private static String text(JsonNode text, String at) {
    if (text.stringValue("").isBlank()) {
      throw Refusal.invalid(
          "The text field in the ContentBlock object at "
              + at
              + " is blank. Add text to the text field, and try again.");
    }
    return text.stringValue();
  }

  private static String call(JsonNode call, String at) {
    BedrockReader.check(TOOL_USE, call, at);
    String id = call.path("toolUseId").stringValue();
    if (!ID.matcher(id).matches()) {
      throw Refusal.invalid(
          "1 validation error detected: Value '"
              + id
              + "' at '"
              + at
              + ".toolUseId' failed to satisfy constraint: Member must satisfy regular expression"
              + " pattern: [a-zA-Z0-9_-]+");
    }
    return id;
  }

  private String result(JsonNode result, String at) {
    BedrockReader.check(TOOL_RESULT, result, at + ".toolResult");
    String id = result.path("toolUseId").stringValue();
    if (!open.remove(id)) {
      throw Refusal.invalid(
          "The number of toolResult blocks at "
              + at
              + " exceeds the number of toolUse blocks of"
              + " previous turn.");
    }
    StringBuilder text = new StringBuilder();
    int index = 0;
    for (JsonNode block : result.path("content").values()) {
      String path = at + ".toolResult.content." + index++;
      if (block.has("json")) {
        text.append(block.path("json"));
      } else if (block.has("text")) {
        text.append(text(block.path("text"), path));
      } else {
        BedrockSources.attach(block, type(block, path), path, draft);
      }
    }
    return text.toString();
  }

  private void reasoning(JsonNode content, String at) {
    JsonNode reasoning = content.path("reasoningText");
    boolean signed =
        signatures.verify(
            BedrockVoice.SIGNED,
            reasoning.path("text").stringValue(""),
            reasoning.path("signature").stringValue(""));
    if (reasoning.isObject() && !signed) {
      throw Refusal.invalid(
          "The model returned the following errors: "
              + at
              + ": Invalid `signature` in `thinking` block");
    }
  }
}
