package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Turn.OfferedTool;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a Messages request, refusing what Anthropic refuses. */
final class AnthropicReader {

  private static final Shape COUNTED =
      Shape.of(
          "messages:a! model:s! cache_control:o? output_config:o speed:s? system:* thinking:o"
              + " tool_choice:o tools:a user_profile_id:s workspace_id:s");
  private static final Shape REQUEST =
      COUNTED.with(
          "max_tokens:n! container:*? diagnostics:o? inference_geo:s? metadata:o service_tier:s"
              + " stop_sequences:a stream:b");
  private static final String SAMPLING = "temperature:n top_p:n top_k:n";
  private static final String BETA =
      "context_management:o? mcp_servers:a output_format:o? thread:o? compaction:o?";

  private static final Shape METADATA = Shape.of("user_id:s?");
  private static final Shape OUTPUT = Shape.of("effort:s? format:o?");
  private static final Shape FORMAT = Shape.of("type:s! schema:o!");
  private static final Shape TOOL =
      Shape.of(
          "name:s! input_schema:o! type:s? description:s cache_control:o? defer_loading:b"
              + " eager_input_streaming:b? input_examples:a strict:b allowed_callers:a");
  private static final Shape CHOICE = Shape.of("type:s! name:s disable_parallel_tool_use:b");

  /** How the types of the vendor's own tools begin. */
  private static final List<String> OWN_TOOLS =
      List.of(
          "bash_",
          "browser_",
          "code_execution_",
          "computer_",
          "mcp_toolset",
          "memory_",
          "text_editor_",
          "tool_search_tool_",
          "web_fetch_",
          "web_search_");

  private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");
  private static final long MIN_BUDGET = 1024;

  private final ObjectNode root;
  private final Signatures signatures;
  private final TurnDraft draft = new TurnDraft();
  private final AnthropicMarks marks = new AnthropicMarks();

  AnthropicReader(ObjectNode root, Signatures signatures) {
    this.root = root;
    this.signatures = signatures;
  }

  /**
   * Reads it.
   *
   * @param newest whether it is of the version that refuses sampling parameters
   * @param beta whether it asks for anything that is not yet for all
   * @param count whether it only wants to be counted
   */
  Asked read(boolean newest, boolean beta, boolean count) {
    Shape shape = count ? COUNTED : REQUEST;
    shape = newest || count ? shape : shape.with(SAMPLING);
    (beta ? shape.with(BETA) : shape).check(root, "");
    if (root.path("thread").isObject()) {
      throw Refusal.of(new Fault.Status(400, Fault.Reason.THREAD_UNSUPPORTED_REQUEST, List.of()));
    }
    draft.model = root.path("model").stringValue();
    draft.work = count ? Turn.Work.COUNT : Turn.Work.ANSWER;
    draft.stream = root.path("stream").asBoolean(false);
    limits(count);
    tools();
    output();
    boolean thoughtful = thinking();
    choice(thoughtful);
    AnthropicMessages.read(root, draft, marks, signatures, thoughtful);
    marks.mark(root, "");
    marks.check();
    return new Asked(draft.turn(), count ? new CountVoice() : voice());
  }

  private AnthropicVoice voice() {
    String display = root.path("thinking").path("display").stringValue("summarized");
    String tier = root.path("service_tier").stringValue("auto");
    return new AnthropicVoice(
        signatures, display.equals("omitted"), tier.equals("auto") ? "priority" : "standard");
  }

  private void limits(boolean count) {
    long max = root.path("max_tokens").asLong(Turn.DEFAULT_MAX_TOKENS);
    if (!count && (max < 1 || !root.path("max_tokens").isIntegralNumber())) {
      throw Refusal.invalid("max_tokens: must be greater than or equal to 1");
    }
    draft.maxTokens = max;
    for (JsonNode stop : root.path("stop_sequences").values()) {
      if (stop.stringValue("").isBlank()) {
        throw Refusal.invalid("stop_sequences: each stop sequence must contain non-whitespace");
      }
      draft.stops.add(stop.stringValue());
    }
    JsonNode temperature = root.path("temperature");
    if (temperature.isNumber() && temperature.asDouble() > 1) {
      throw Refusal.invalid("temperature: range: 0..1");
    }
    if (root.path("metadata").isObject()) {
      METADATA.check(root.path("metadata"), "metadata");
    }
  }

  private void tools() {
    int index = 0;
    for (JsonNode tool : root.path("tools").values()) {
      String at = "tools." + index++;
      String type = tool.path("type").stringValue("custom");
      if (type.equals("custom")) {
        TOOL.check(tool, at + ".custom");
        JsonNode schema = tool.path("input_schema");
        if (!schema.path("type").stringValue("").equals("object")) {
          throw Refusal.invalid(at + ".custom.input_schema.type: Field required");
        }
        String name = tool.path("name").stringValue();
        if (!TOOL_NAME.matcher(name).matches()) {
          throw Refusal.invalid(
              at + ".custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
        }
        if (draft.tools.stream().map(OfferedTool::name).anyMatch(name::equals)) {
          throw Refusal.invalid("tools: Tool names must be unique.");
        }
        draft.offer(name, schema);
      } else if (OWN_TOOLS.stream().noneMatch(type::startsWith)) {
        throw Refusal.invalid(
            at
                + ": Input tag '"
                + type
                + "' found using 'type' does not match any of the expected tags");
      }
      marks.mark(tool, at);
    }
  }

  private void output() {
    JsonNode output = root.path("output_config");
    if (output.isObject()) {
      OUTPUT.check(output, "output_config");
      format(output.path("format"), "output_config.format");
    }
    format(root.path("output_format"), "output_format");
  }

  private void format(JsonNode format, String at) {
    if (format.isObject()) {
      FORMAT.check(format, at);
      if (!format.path("type").stringValue().equals("json_schema")) {
        throw Refusal.invalid(at + ".type: Input should be 'json_schema'");
      }
      draft.answerSchema = format.path("schema");
    }
  }

  /** Reads what is wanted of thinking, and says whether the model thinks. */
  private boolean thinking() {
    JsonNode thinking = root.path("thinking");
    switch (thinking.path("type").stringValue(thinking.isObject() ? "?" : "")) {
      case "enabled" -> {
        Shape.of("type:s! budget_tokens:n! display:s?").check(thinking, "thinking.enabled");
        long budget = thinking.path("budget_tokens").asLong();
        if (budget < MIN_BUDGET) {
          throw Refusal.invalid(
              "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
        }
        if (root.has("max_tokens") && budget >= draft.maxTokens) {
          throw Refusal.invalid("`max_tokens` must be greater than `thinking.budget_tokens`.");
        }
        draft.thinking = Thinking.SHOWN;
      }
      case "adaptive" -> {
        Shape.of("type:s! display:s?").check(thinking, "thinking.adaptive");
        draft.thinking = Thinking.SHOWN;
      }
      case "disabled", "between_tools" -> {
        Shape.of("type:s!").check(thinking, "thinking");
        draft.thinking = Thinking.OFF;
      }
      case "" -> draft.thinking = Thinking.OFF;
      default ->
          throw Refusal.invalid(
              "thinking: Input tag found using 'type' does not match any of the expected tags:"
                  + " 'disabled', 'enabled', 'adaptive', 'between_tools'");
    }
    boolean thoughtful = draft.thinking == Thinking.SHOWN;
    if (thoughtful
        && root.path("temperature").isNumber()
        && root.path("temperature").asDouble() != 1) {
      throw Refusal.invalid("`temperature` may only be set to 1 when thinking is enabled.");
    }
    if (thoughtful && root.has("top_k")) {
      throw Refusal.invalid("`top_k` must be unset when thinking is enabled.");
    }
    return thoughtful;
  }

  private void choice(boolean thoughtful) {
    JsonNode choice = root.path("tool_choice");
    if (choice.isMissingNode()) {
      return;
    }
    CHOICE.check(choice, "tool_choice");
    String type = choice.path("type").stringValue();
    if (draft.tools.isEmpty() && root.path("tools").isEmpty() && !type.equals("none")) {
      throw Refusal.invalid("tool_choice: may only be specified while providing tools");
    }
    switch (type) {
      case "auto" -> {}
      case "any" -> draft.requireAny();
      case "tool" -> {
        String name = choice.path("name").stringValue("");
        if (draft.tools.stream().map(OfferedTool::name).noneMatch(name::equals)) {
          throw Refusal.invalid("Tool '" + name + "' not found in provided tools");
        }
        draft.required.add(name);
      }
      case "none" -> draft.forbidden = true;
      default -> throw Refusal.invalid("tool_choice: Input tag '" + type + "' is not known");
    }
    if (thoughtful && !draft.required.isEmpty()) {
      throw Refusal.invalid("Thinking may not be enabled when tool_choice forces tool use.");
    }
    draft.parallel = !choice.path("disable_parallel_tool_use").asBoolean(false);
  }
}
