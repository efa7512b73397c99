package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Turn.OfferedTool;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a chat completion request as strictly as the provider whose style a model's name has. */
final class ChatReader {

  private static final Pattern REASONING = Pattern.compile("(o\\d|gpt-[5-9]).*");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private final ObjectNode root;
  private final TurnDraft draft = new TurnDraft();

  private ChatReader(ObjectNode root) {
    this.root = root;
  }

  static Asked read(ObjectNode root) {
    return new ChatReader(root).read();
  }

  /** Whether a model of this name reasons. */
  static boolean reasons(String model) {
    return REASONING.matcher(model).matches();
  }

  private Asked read() {
    JsonNode messages = root.path("messages");
    draft.model = root.path("model").stringValue("");
    if (draft.model.isEmpty() || !messages.isArray() || messages.isEmpty()) {
      throw Refusal.invalid("'model' and at least one of 'messages' are required");
    }
    boolean deepSeek = draft.model.startsWith("deepseek");
    boolean reasoning = reasons(draft.model);
    numbers(reasoning);
    ChatMessages.read(messages, draft, deepSeek, deepSeek && thinks());
    tools();
    format(deepSeek);
    thinking(deepSeek, reasoning);
    refuseCacheMarks(root, "");
    return new Asked(draft.turn(), voice(deepSeek));
  }

  private ChatVoice voice(boolean deepSeek) {
    boolean probabilities = root.path("logprobs").asBoolean(false);
    if (!probabilities && root.path("top_logprobs").isNumber()) {
      throw Refusal.invalid("top_logprobs", "top_logprobs requires logprobs to be true.");
    }
    return new ChatVoice(
        root.path("stream_options").path("include_usage").asBoolean(false),
        probabilities ? root.path("top_logprobs").asInt(0) : -1,
        root.path("service_tier").isString() ? root.path("service_tier").stringValue() : null,
        deepSeek);
  }

  private void numbers(boolean reasoning) {
    draft.stream = root.path("stream").asBoolean(false);
    if (!draft.stream && root.path("stream_options").isObject()) {
      throw Refusal.invalid("stream_options", "stream_options is only allowed with stream.");
    }
    draft.choices = root.path("n").asInt(1);
    if (draft.choices < 1 || draft.choices > 16) {
      throw Refusal.invalid("n", "n: " + draft.choices + " (expected: 1 to 16)");
    }
    if (reasoning && root.path("max_tokens").isNumber()) {
      throw Refusal.of(
          400,
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use"
              + " 'max_completion_tokens' instead.",
          "max_tokens",
          "unsupported_parameter");
    }
    draft.maxTokens =
        root.path("max_completion_tokens")
            .asLong(root.path("max_tokens").asLong(Turn.DEFAULT_MAX_TOKENS));
    if (draft.maxTokens < 1) {
      throw Refusal.invalid("max_tokens", "max_tokens: " + draft.maxTokens + " (expected: >= 1)");
    }
    JsonNode stop = root.path("stop");
    if (stop.isString()) {
      draft.stops.add(stop.stringValue());
    }
    stop.values().forEach(text -> draft.stops.add(text.stringValue("")));
    if (draft.stops.size() > 4) {
      throw Refusal.invalid("stop", "stop: at most 4 sequences");
    }
  }

  private void tools() {
    JsonNode tools = root.path("tools");
    if (tools.isArray() && tools.isEmpty()) {
      throw Refusal.invalid("tools", "[] is too short - 'tools'");
    }
    for (JsonNode tool : tools.values()) {
      String name = tool.path("function").path("name").stringValue("");
      if (!NAME.matcher(name).matches()) {
        throw Refusal.invalid(
            "tools[].function.name",
            "Invalid 'tools[].function.name': '" + name + "' does not match " + NAME.pattern());
      }
      draft.offer(name, tool.path("function").path("parameters"));
    }
    JsonNode choice = root.path("tool_choice");
    if (!choice.isMissingNode() && !choice.isNull() && tools.isEmpty()) {
      throw Refusal.invalid("tool_choice", "'tool_choice' is only allowed with 'tools'.");
    }
    if (choice.isObject()) {
      String name = choice.path("function").path("name").stringValue("");
      if (draft.tools.stream().map(OfferedTool::name).noneMatch(name::equals)) {
        throw Refusal.invalid("tool_choice", "Tool choice '" + name + "' is not in 'tools'.");
      }
      draft.required.add(name);
    }
    switch (choice.stringValue("")) {
      case "required" -> draft.requireAny();
      case "none" -> draft.forbidden = true;
      case "auto", "" -> {}
      default -> throw Refusal.invalid("tool_choice", "Invalid value for 'tool_choice'.");
    }
    draft.parallel = root.path("parallel_tool_calls").asBoolean(true);
  }

  private void format(boolean deepSeek) {
    JsonNode format = root.path("response_format");
    switch (format.path("type").stringValue("")) {
      case "json_schema" -> {
        if (deepSeek) {
          throw Refusal.invalid("This response_format type is unavailable now");
        }
        JsonNode schema = format.path("json_schema");
        if (schema.path("strict").asBoolean(false)
            && !NAME.matcher(schema.path("name").stringValue("")).matches()) {
          throw Refusal.invalid("response_format.json_schema.name", "Missing required parameter.");
        }
        draft.answerSchema = schema.path("schema");
      }
      case "json_object" -> draft.answerSchema = Trees.object().put("type", "object");
      default -> {}
    }
  }

  private boolean thinks() {
    String said = root.path("thinking").path("type").stringValue("");
    return said.equals("enabled") || (draft.model.contains("reasoner") && !said.equals("disabled"));
  }

  private void thinking(boolean deepSeek, boolean reasoning) {
    if (deepSeek && thinks()) {
      draft.thinking = Thinking.SHOWN;
    } else if (deepSeek) {
      draft.thinking = Thinking.OFF;
    } else if (reasoning) {
      draft.thinking =
          root.path("reasoning_effort").stringValue("").equals("none")
              ? Thinking.OFF
              : Thinking.HIDDEN;
    }
  }

  /** No member of this name is known anywhere in the dialect, except inside of schemas. */
  private static void refuseCacheMarks(JsonNode node, String path) {
    node.properties()
        .forEach(member -> {
          String at = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
          if (member.getKey().equals("cache_control")) {
            throw Refusal.of(400, "Unknown parameter: '" + at + "'.", at, "unknown_parameter");
          }
          if (!member.getKey().equals("parameters") && !member.getKey().equals("schema")) {
            refuseCacheMarks(member.getValue(), at);
          }
        });
    if (node.isArray()) {
      int index = 0;
      for (JsonNode element : node.values()) {
        refuseCacheMarks(element, path + "[" + index++ + "]");
      }
    }
  }
}
