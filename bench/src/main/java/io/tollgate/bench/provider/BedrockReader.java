package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Turn.OfferedTool;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a Converse request, refusing what Bedrock refuses. */
final class BedrockReader {

  private static final Shape REQUEST =
      Shape.of(
          "messages:a? system:a? inferenceConfig:o? toolConfig:o? guardrailConfig:o?"
              + " additionalModelRequestFields:*? additionalModelResponseFieldPaths:a?"
              + " promptVariables:o? requestMetadata:o? performanceConfig:o? serviceTier:o?"
              + " outputConfig:o? modelId:s?");
  private static final Shape INFERENCE =
      Shape.of("maxTokens:n? temperature:n? topP:n? stopSequences:a?");
  private static final Shape TOOLS = Shape.of("tools:a! toolChoice:o?");
  private static final Shape SPEC = Shape.of("name:s! description:s? inputSchema:o! strict:b?");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private final ObjectNode root;
  private final Signatures signatures;
  private final TurnDraft draft = new TurnDraft();

  BedrockReader(ObjectNode root, String model, Signatures signatures) {
    this.root = root;
    this.signatures = signatures;
    draft.model = model;
  }

  Asked read(boolean stream) {
    check(REQUEST, root, "");
    draft.stream = stream;
    inference();
    if (root.path("toolConfig").isObject()) {
      tools(root.path("toolConfig"));
    }
    format();
    JsonNode extra = root.path("additionalModelRequestFields");
    JsonNode thinking =
        extra.has("thinking") ? extra.path("thinking") : extra.path("reasoning_config");
    String type = thinking.path("type").stringValue("disabled");
    draft.thinking = type.equals("disabled") ? Thinking.OFF : Thinking.SHOWN;
    boolean thoughtful = draft.thinking == Thinking.SHOWN;
    if (thoughtful && !draft.required.isEmpty()) {
      throw Refusal.invalid(
          "The model returned the following errors: Thinking may not be enabled when tool_choice"
              + " forces tool use.");
    }
    // Who lets the model decide how much to think need not show that it did.
    boolean thinksFirst = type.equals("enabled");
    BedrockMessages.read(root, draft, signatures, thinksFirst);
    JsonNode tier = root.path("serviceTier").path("type");
    return new Asked(draft.turn(), new BedrockVoice(signatures, tier.stringValue("default")));
  }

  /** The same as for others, in Amazon's words. */
  static void check(Shape shape, JsonNode node, String at) {
    try {
      shape.check(node, at);
    } catch (Refusal refusal) {
      throw Refusal.invalid(
          refusal
              .message()
              .replaceAll(
                  "^(?:(.*)\\.)?([^.:]+): Extra inputs are not permitted$",
                  "The request is malformed: #/$1: extraneous key [$2] is not permitted"));
    }
  }

  private void inference() {
    JsonNode inference = root.path("inferenceConfig");
    if (!inference.isObject()) {
      return;
    }
    check(INFERENCE, inference, "inferenceConfig");
    draft.maxTokens = inference.path("maxTokens").asLong(Turn.DEFAULT_MAX_TOKENS);
    double temperature = inference.path("temperature").asDouble(0);
    if (draft.maxTokens < 1 || temperature < 0 || temperature > 1) {
      throw Refusal.invalid(
          "1 validation error detected: Value at 'inferenceConfig' failed to satisfy constraint:"
              + " maxTokens >= 1, 0 <= temperature <= 1");
    }
    JsonNode stops = inference.path("stopSequences");
    stops.values().forEach(stop -> draft.stops.add(stop.stringValue("")));
    if (draft.stops.contains("")) {
      throw Refusal.invalid("Member of 'inferenceConfig.stopSequences' must have length >= 1");
    }
  }

  private void tools(JsonNode config) {
    check(TOOLS, config, "toolConfig");
    if (config.path("tools").isEmpty()) {
      throw Refusal.invalid(
          "1 validation error detected: Value at 'toolConfig.tools' failed to satisfy constraint:"
              + " Member must have length greater than or equal to 1");
    }
    int index = 0;
    for (JsonNode tool : config.path("tools").values()) {
      String at = "toolConfig.tools." + index++;
      if (tool.has("toolSpec")) {
        spec(tool.path("toolSpec"), at + ".toolSpec");
      } else if (!tool.has("cachePoint") && !tool.has("systemTool")) {
        throw Refusal.invalid(at + ": exactly one member of the union Tool must be set");
      }
    }
    choice(config.path("toolChoice"));
  }

  private void spec(JsonNode spec, String at) {
    check(SPEC, spec, at);
    String name = spec.path("name").stringValue();
    if (!NAME.matcher(name).matches()) {
      throw Refusal.invalid(
          "1 validation error detected: Value '"
              + name
              + "' at '"
              + at
              + ".name' failed to satisfy constraint: Member must satisfy regular expression"
              + " pattern: [a-zA-Z0-9_-]+");
    }
    if (spec.has("description") && spec.path("description").stringValue("").isEmpty()) {
      throw Refusal.invalid(at + ".description: Member must have length >= 1");
    }
    JsonNode schema = spec.path("inputSchema").path("json");
    if (!schema.path("type").stringValue("").equals("object")) {
      throw Refusal.invalid(
          "The value at " + at + ".inputSchema.json.type must be one of the following: object.");
    }
    draft.offer(name, schema);
  }

  private void choice(JsonNode choice) {
    if (!choice.isObject()) {
      return;
    }
    if (choice.size() != 1) {
      throw Refusal.invalid("toolConfig.toolChoice: exactly one member must be set");
    }
    if (choice.has("any")) {
      draft.requireAny();
    } else if (choice.has("tool")) {
      String name = choice.path("tool").path("name").stringValue("");
      if (draft.tools.stream().map(OfferedTool::name).noneMatch(name::equals)) {
        throw Refusal.invalid("Tool '" + name + "' not found in provided tools");
      }
      draft.required.add(name);
    } else if (!choice.has("auto")) {
      throw Refusal.invalid("toolConfig.toolChoice: unknown member");
    }
  }

  private void format() {
    JsonNode format = root.path("outputConfig").path("textFormat");
    if (!format.isObject()) {
      return;
    }
    JsonNode schema = format.path("structure").path("jsonSchema").path("schema");
    if (!format.path("type").stringValue("").equals("json_schema") || !schema.isString()) {
      throw Refusal.invalid("outputConfig.textFormat: a json_schema as a string is required");
    }
    try {
      draft.answerSchema = Trees.read(schema.stringValue());
    } catch (JacksonException e) {
      throw Refusal.invalid("outputConfig.textFormat.structure.jsonSchema.schema: not JSON");
    }
  }
}
