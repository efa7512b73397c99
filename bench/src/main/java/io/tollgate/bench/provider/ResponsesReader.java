package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Turn.OfferedTool;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a request for a response, refusing what OpenAI refuses. */
final class ResponsesReader {

  private static final Set<String> PARAMETERS =
      Set.of(
          "background",
          "client_metadata",
          "context_management",
          "conversation",
          "include",
          "input",
          "instructions",
          "max_output_tokens",
          "max_tool_calls",
          "metadata",
          "model",
          "moderation",
          "parallel_tool_calls",
          "previous_response_id",
          "prompt",
          "prompt_cache_key",
          "prompt_cache_options",
          "prompt_cache_retention",
          "reasoning",
          "safety_identifier",
          "service_tier",
          "store",
          "stream",
          "stream_options",
          "temperature",
          "text",
          "tool_choice",
          "tools",
          "top_logprobs",
          "top_p",
          "truncation",
          "user");
  private static final Set<String> FUNCTION =
      Set.of(
          "type",
          "name",
          "parameters",
          "strict",
          "description",
          "defer_loading",
          "allowed_callers",
          "output_schema",
          "async");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");
  private static final long FEWEST_OUTPUT_TOKENS = 16;

  private final ObjectNode root;
  private final ResponsesStore store;
  private final Signatures signatures;
  private final TurnDraft draft = new TurnDraft();

  ResponsesReader(ObjectNode root, ResponsesStore store, Signatures signatures) {
    this.root = root;
    this.store = store;
    this.signatures = signatures;
  }

  Asked read() {
    root.properties()
        .forEach(member -> {
          if (!PARAMETERS.contains(member.getKey())) {
            throw unknown(member.getKey());
          }
        });
    draft.model = root.path("model").stringValue("");
    if (draft.model.isEmpty()) {
      throw Refusal.of(
          400, "Missing required parameter: 'model'.", "model", "missing_required_parameter");
    }
    draft.stream = root.path("stream").asBoolean(false);
    draft.maxTokens = root.path("max_output_tokens").asLong(Turn.DEFAULT_MAX_TOKENS);
    if (draft.maxTokens < FEWEST_OUTPUT_TOKENS) {
      throw Refusal.of(
          400,
          "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but"
              + " got "
              + draft.maxTokens
              + " instead.",
          "max_output_tokens",
          "integer_below_min_value");
    }
    int index = 0;
    for (JsonNode tool : root.path("tools").values()) {
      tool(tool, "tools[" + index++ + "]");
    }
    choice();
    format();
    reasoning();
    if (root.path("instructions").isString()) {
      draft.message("developer", root.path("instructions").stringValue());
    }
    ArrayNode items = conversation();
    ResponsesItems.read(items, draft, signatures);
    return new Asked(draft.turn(), new ResponsesVoice(root, items, store, signatures));
  }

  private static Refusal unknown(String name) {
    return Refusal.of(400, "Unknown parameter: '" + name + "'.", name, "unknown_parameter");
  }

  /** All items up to now, those of earlier responses first. */
  private ArrayNode conversation() {
    ArrayNode items = Trees.array();
    JsonNode previous = root.path("previous_response_id");
    if (previous.isString()) {
      ArrayNode earlier = store.find(previous.stringValue());
      if (earlier == null) {
        throw Refusal.of(
            400,
            "Previous response with id '" + previous.stringValue() + "' not found.",
            "previous_response_id",
            "previous_response_not_found");
      }
      items.addAll(earlier);
    }
    JsonNode input = root.path("input");
    if (input.isString()) {
      items.addObject().put("role", "user").put("content", input.stringValue());
    } else if (input.isArray() && !input.isEmpty()) {
      input.values().forEach(items::add);
    } else {
      throw Refusal.of(
          400, "Missing required parameter: 'input'.", "input", "missing_required_parameter");
    }
    return items;
  }

  private void tool(JsonNode tool, String at) {
    if (!tool.path("type").isString()) {
      throw Refusal.invalid(at + ".type", "Missing required parameter: '" + at + ".type'.");
    }
    if (!tool.path("type").stringValue().equals("function")) {
      return;
    }
    tool.properties()
        .forEach(member -> {
          if (!FUNCTION.contains(member.getKey())) {
            throw unknown(at + "." + member.getKey());
          }
        });
    String name = tool.path("name").stringValue("");
    if (!NAME.matcher(name).matches()) {
      throw Refusal.of(
          400,
          "Missing or invalid parameter: '" + at + ".name'.",
          at + ".name",
          "missing_required_parameter");
    }
    draft.offer(name, tool.path("parameters"));
  }

  private void choice() {
    JsonNode choice = root.path("tool_choice");
    if (choice.path("type").stringValue("").equals("function")) {
      String name = choice.path("name").stringValue("");
      if (draft.tools.stream().map(OfferedTool::name).noneMatch(name::equals)) {
        throw Refusal.invalid(
            "tool_choice", "Tool choice '" + name + "' not found in 'tools' parameter.");
      }
      draft.required.add(name);
    }
    switch (choice.stringValue("auto")) {
      case "auto" -> {}
      case "required" -> draft.requireAny();
      case "none" -> draft.forbidden = true;
      default -> throw Refusal.invalid("tool_choice", "Invalid value for 'tool_choice'.");
    }
    draft.parallel = root.path("parallel_tool_calls").asBoolean(true);
  }

  private void format() {
    JsonNode format = root.path("text").path("format");
    switch (format.path("type").stringValue("text")) {
      case "text" -> {}
      case "json_object" -> draft.answerSchema = Trees.object().put("type", "object");
      case "json_schema" -> {
        for (String required : new String[] {"name", "schema"}) {
          if (!format.has(required)) {
            String at = "text.format." + required;
            throw Refusal.of(
                400, "Missing required parameter: '" + at + "'.", at, "missing_required_parameter");
          }
        }
        draft.answerSchema = format.path("schema");
      }
      default -> throw Refusal.invalid("text.format.type", "Invalid value for 'text.format.type'.");
    }
  }

  private void reasoning() {
    JsonNode reasoning = root.path("reasoning");
    boolean reasons = reasoning.isObject() || ChatReader.reasons(draft.model);
    if (!reasons) {
      return;
    }
    if (reasoning.path("effort").stringValue("").equals("none")) {
      draft.thinking = Thinking.OFF;
    } else {
      draft.thinking = reasoning.path("summary").isString() ? Thinking.SHOWN : Thinking.HIDDEN;
    }
  }
}
