package io.tollgate.bench.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the blocks of a message, each held to its shape. */
final class AnthropicBlocks {

  private static final Map<String, Shape> SHAPES =
      Map.of(
          "text", Shape.of("type:s! text:s! cache_control:o? citations:a?"),
          "image", Shape.of("type:s! source:o! cache_control:o? transformations:o?"),
          "document",
              Shape.of("type:s! source:o! cache_control:o? citations:o? context:s? title:s?"),
          "tool_use",
              Shape.of("type:s! id:s! input:o! name:s! cache_control:o? caller:o toolset_name:s?"),
          "tool_result",
              Shape.of(
                  "type:s! tool_use_id:s! content:* is_error:b cache_control:o? toolset_name:s?"),
          "thinking", Shape.of("type:s! signature:s! thinking:s!"),
          "redacted_thinking", Shape.of("type:s! data:s!"));

  /** Blocks of the vendor's own tools, which are taken as they come. */
  private static final Set<String> OWN =
      Set.of(
          "search_result",
          "server_tool_use",
          "web_search_tool_result",
          "web_fetch_tool_result",
          "code_execution_tool_result",
          "bash_code_execution_tool_result",
          "text_editor_code_execution_tool_result",
          "tool_search_tool_result",
          "tool_reference",
          "container_upload",
          "mcp_tool_use",
          "mcp_tool_result",
          "compaction");

  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]+");

  /** The result of a call. */
  record Result(String id, String text) {}

  /**
   * What the blocks of a message hold.
   *
   * @param firstType the type of the first block; empty for a text alone
   * @param firstOther where the first block is that is no result; past all for none
   * @param lastResult where the last result is; -1 for none
   */
  record Content(
      String text,
      List<String> calls,
      List<Result> results,
      String firstType,
      int firstOther,
      int lastResult) {
    boolean thinkingFirst() {
      return firstType.equals("thinking") || firstType.equals("redacted_thinking");
    }
  }

  private final AnthropicMarks marks;
  private final AnthropicSources sources;
  private final Signatures signatures;

  AnthropicBlocks(TurnDraft draft, AnthropicMarks marks, Signatures signatures) {
    this.marks = marks;
    this.sources = new AnthropicSources(draft);
    this.signatures = signatures;
  }

  /** A text, or blocks of text. */
  String texts(JsonNode content, String at) {
    if (content.isString()) {
      return content.stringValue();
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < content.size(); i++) {
      JsonNode block = content.path(i);
      String path = at + "." + i;
      if (!block.path("type").stringValue("").equals("text")) {
        throw Refusal.invalid(path + ".type: Input should be 'text'");
      }
      text.append(text(block, path + ".text"));
    }
    if (!content.isArray()) {
      throw Refusal.invalid(at + ": Input should be a valid string or list");
    }
    return text.toString();
  }

  private String text(JsonNode block, String at) {
    shape("text").check(block, at);
    String text = block.path("text").stringValue();
    if (text.isEmpty()) {
      throw Refusal.invalid("messages: text content blocks must be non-empty");
    }
    if (text.isBlank()) {
      throw Refusal.invalid("messages: text content blocks must contain non-whitespace text");
    }
    marks.mark(block, at);
    return text;
  }

  private static Shape shape(String type) {
    Shape shape = SHAPES.get(type);
    if (shape == null) {
      throw new IllegalArgumentException(type);
    }
    return shape;
  }

  /**
   * The content of a message.
   *
   * @param prefill whether it is what the answer begins with
   */
  Content content(JsonNode content, String at, String role, boolean prefill) {
    if (content.isString()) {
      String text = content.stringValue();
      if (text.isEmpty() && !prefill) {
        throw Refusal.invalid(at + ": all messages must have non-empty content");
      }
      trailingSpace(text, prefill);
      return new Content(text, List.of(), List.of(), "", 0, -1);
    }
    if (!content.isArray()) {
      throw Refusal.invalid(at + ".content: Input should be a valid list");
    }
    if (content.isEmpty() && !prefill) {
      throw Refusal.invalid(at + ": all messages must have non-empty content");
    }
    StringBuilder text = new StringBuilder();
    List<String> calls = new ArrayList<>();
    List<Result> results = new ArrayList<>();
    int firstOther = content.size();
    int lastResult = -1;
    for (int i = 0; i < content.size(); i++) {
      JsonNode block = content.path(i);
      String type = block.path("type").stringValue("");
      String path = at + ".content." + i + "." + type;
      inRole(type, role, path);
      if (type.equals("tool_result")) {
        lastResult = i;
        results.add(result(block, path));
      } else {
        firstOther = Math.min(firstOther, i);
        text.append(block(block, type, path, calls));
      }
    }
    trailingSpace(text.toString(), prefill);
    String first = content.path(0).path("type").stringValue("");
    return new Content(text.toString(), calls, results, first, firstOther, lastResult);
  }

  private static void trailingSpace(String text, boolean prefill) {
    if (prefill && !text.isEmpty() && Character.isWhitespace(text.charAt(text.length() - 1))) {
      throw Refusal.invalid(
          "messages: final assistant content cannot end with trailing whitespace");
    }
  }

  private static void inRole(String type, String role, String at) {
    boolean assistantOnly =
        Set.of("tool_use", "thinking", "redacted_thinking", "server_tool_use").contains(type);
    boolean userOnly = Set.of("tool_result", "image", "document").contains(type);
    if ((assistantOnly && !role.equals("assistant")) || (userOnly && !role.equals("user"))) {
      throw Refusal.invalid(at + ": `" + type + "` blocks are not for `" + role + "` messages");
    }
  }

  private String block(JsonNode block, String type, String at, List<String> calls) {
    switch (type) {
      case "text" -> {
        return text(block, at);
      }
      case "tool_use" -> {
        shape(type).check(block, at);
        marks.mark(block, at);
        calls.add(id(block.path("id").stringValue(), at + ".id"));
      }
      case "image", "document" -> {
        shape(type).check(block, at);
        marks.mark(block, at);
        sources.attach(block, type, at);
      }
      case "thinking" -> {
        shape(type).check(block, at);
        String thinking = block.path("thinking").stringValue();
        if (!signatures.verify("thinking", thinking, block.path("signature").stringValue())) {
          throw Refusal.invalid(at + ".signature: Invalid `signature` in `thinking` block");
        }
      }
      case "redacted_thinking" -> shape(type).check(block, at);
      default -> {
        if (!OWN.contains(type)) {
          throw Refusal.invalid(at + ": Input tag '" + type + "' does not match any expected tag");
        }
        marks.mark(block, at);
      }
    }
    return "";
  }

  private Result result(JsonNode block, String at) {
    shape("tool_result").check(block, at);
    marks.mark(block, at);
    String id = id(block.path("tool_use_id").stringValue(), at + ".tool_use_id");
    JsonNode content = block.path("content");
    if (content.isString() || content.isMissingNode()) {
      return new Result(id, content.stringValue(""));
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < content.size(); i++) {
      JsonNode inner = content.path(i);
      String type = inner.path("type").stringValue("");
      if (!Set.of("text", "image", "document", "search_result", "tool_reference").contains(type)) {
        throw Refusal.invalid(at + ".content." + i + ": Input tag '" + type + "' is not expected");
      }
      text.append(block(inner, type, at + ".content." + i + "." + type, new ArrayList<>()));
    }
    return new Result(id, text.toString());
  }

  private static String id(String id, String at) {
    if (!ID.matcher(id).matches()) {
      throw Refusal.invalid(at + ": String should match pattern '^[a-zA-Z0-9_-]+$'");
    }
    return id;
  }
}
