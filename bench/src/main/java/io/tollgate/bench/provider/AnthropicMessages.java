package io.tollgate.bench.provider;

import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads the conversation of a Messages request: who speaks when, and which call gets its result.
 */
final class AnthropicMessages {

  private static final Shape MESSAGE = Shape.of("role:s! content:*!");

  private final TurnDraft draft;
  private final AnthropicBlocks blocks;
  private final boolean thoughtful;
  private final boolean thinksFirst;

  /** Calls of the last assistant message. */
  private final Set<String> open = new LinkedHashSet<>();

  private AnthropicMessages(
      TurnDraft draft, AnthropicBlocks blocks, boolean thoughtful, boolean thinksFirst) {
    this.draft = draft;
    this.blocks = blocks;
    this.thoughtful = thoughtful;
    this.thinksFirst = thinksFirst;
  }

  static void read(
      JsonNode root,
      TurnDraft draft,
      AnthropicMarks marks,
      Signatures signatures,
      boolean thoughtful) {
    AnthropicBlocks blocks = new AnthropicBlocks(draft, marks, signatures);
    JsonNode system = root.path("system");
    if (!system.isMissingNode()) {
      draft.message("system", blocks.texts(system, "system"));
    }
    JsonNode messages = root.path("messages");
    if (messages.isEmpty()) {
      throw Refusal.invalid("messages: at least one message is required");
    }
    // Who lets the model decide how much to think need not show that it did.
    boolean thinksFirst =
        thoughtful && root.path("thinking").path("type").stringValue("").equals("enabled");
    new AnthropicMessages(draft, blocks, thoughtful, thinksFirst).read(messages);
  }

  private void read(JsonNode messages) {
    int last = messages.size() - 1;
    for (int i = 0; i <= last; i++) {
      String at = "messages." + i;
      JsonNode message = messages.path(i);
      MESSAGE.check(message, at);
      String role = message.path("role").stringValue();
      if (i == 0 && role.equals("assistant")) {
        throw Refusal.invalid("messages: first message must use the \"user\" role");
      }
      AnthropicBlocks.Content content =
          blocks.content(message.path("content"), at, role, role.equals("assistant") && i == last);
      switch (role) {
        case "user" -> user(content, at);
        case "assistant" -> assistant(content, at, i == last);
        case "system" -> draft.message("system", content.text());
        default -> throw Refusal.invalid(at + ".role: Input should be 'user' or 'assistant'");
      }
    }
    if (!open.isEmpty()) {
      unanswered("messages." + last);
    }
  }

  private void user(AnthropicBlocks.Content content, String at) {
    if (!open.isEmpty() && content.firstOther() < content.lastResult()) {
      throw Refusal.invalid(
          at + ": `tool_result` blocks must come first in the user message's content");
    }
    Set<String> answered = new LinkedHashSet<>();
    content
        .results()
        .forEach(result -> {
          if (!open.contains(result.id())) {
            throw Refusal.invalid(
                at
                    + ".content: unexpected `tool_use_id` found in `tool_result` blocks: "
                    + result.id()
                    + ". Each `tool_result` block must have a corresponding `tool_use` block in the"
                    + " previous message.");
          }
          if (!answered.add(result.id())) {
            throw Refusal.invalid(
                at
                    + ".content: each tool_use must have a single result. Found multiple for "
                    + result.id());
          }
        });
    open.removeAll(answered);
    if (!open.isEmpty()) {
      unanswered(at);
    }
    if (content.results().isEmpty() || !content.text().isEmpty()) {
      draft.message("user", content.text());
    }
    content.results().forEach(result -> draft.result(result.text()));
  }

  private void assistant(AnthropicBlocks.Content content, String at, boolean last) {
    if (!open.isEmpty()) {
      unanswered(at);
    }
    if (last && thoughtful) {
      throw Refusal.invalid(
          "This model does not support assistant message prefill. The conversation must end with a"
              + " user message.");
    }
    if (thinksFirst && !content.calls().isEmpty() && !content.thinkingFirst()) {
      throw Refusal.invalid(
          at
              + ".content.0.type: Expected `thinking` or `redacted_thinking`, but found `"
              + content.firstType()
              + "`. When `thinking` is enabled, a final `assistant` message must start with a"
              + " thinking block (preceeding the lastmost set of `tool_use` and `tool_result`"
              + " blocks).");
    }
    open.addAll(content.calls());
    draft.message("assistant", content.text());
  }

  private void unanswered(String at) {
    throw Refusal.invalid(
        at
            + ": `tool_use` ids were found without `tool_result` blocks immediately after: "
            + String.join(", ", open)
            + ". Each `tool_use` block must have a corresponding `tool_result` block in the next"
            + " message.");
  }
}
