package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Turn.OfferedTool;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a request for content, refusing what Google refuses. */
final class GeminiReader {

  private static final GeminiShape REQUEST =
      new GeminiShape(
          "contents:a systemInstruction:o tools:a toolConfig:o safetySettings:a"
              + " generationConfig:o cachedContent:s model:s labels:o serviceTier:s store:b");
  private static final GeminiShape CONFIG =
      new GeminiShape(
          "temperature:n topP:n topK:n candidateCount:n maxOutputTokens:n stopSequences:a"
              + " responseMimeType:s responseSchema:o responseJsonSchema:* _responseJsonSchema:*"
              + " presencePenalty:n frequencyPenalty:n seed:n responseLogprobs:b logprobs:n"
              + " enableEnhancedCivicAnswers:b responseModalities:a speechConfig:o"
              + " thinkingConfig:o mediaResolution:s imageConfig:o audioTimestamp:b");
  private static final GeminiShape THINKING =
      new GeminiShape("includeThoughts:b thinkingBudget:n thinkingLevel:s");
  private static final GeminiShape TOOL =
      new GeminiShape(
          "functionDeclarations:a googleSearch:o googleSearchRetrieval:o codeExecution:o"
              + " urlContext:o computerUse:o googleMaps:o fileSearch:o mcpServers:a");
  private static final GeminiShape FUNCTION =
      new GeminiShape(
          "name:s description:s parameters:o parametersJsonSchema:* response:o"
              + " responseJsonSchema:* behavior:s");
  private static final GeminiShape TOOL_CONFIG =
      new GeminiShape(
          "functionCallingConfig:o retrievalConfig:o includeServerSideToolInvocations:b");
  private static final GeminiShape CALLING =
      new GeminiShape("mode:s allowedFunctionNames:a streamFunctionCallArguments:b");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}");

  private final ObjectNode root;
  private final Signatures signatures;
  private final TurnDraft draft = new TurnDraft();

  GeminiReader(ObjectNode root, String model, Signatures signatures) {
    this.root = root;
    this.signatures = signatures;
    draft.model = model;
  }

  /** Reads it as one that only wants to be counted. */
  Asked count() {
    draft.work = Turn.Work.COUNT;
    read();
    return new Asked(draft.turn(), new GeminiCountVoice());
  }

  /**
   * Reads it as one that wants an answer.
   *
   * @param events whether a stream is to be of server-sent events
   */
  Asked read(boolean stream, boolean events) {
    draft.stream = stream;
    read();
    boolean probabilities = root.path("generationConfig").path("responseLogprobs").asBoolean(false);
    return new Asked(
        draft.turn(),
        new GeminiVoice(signatures, events ? Framing.EVENTS : Framing.ARRAY, probabilities));
  }

  private void read() {
    REQUEST.check(root, "request");
    JsonNode config = root.path("generationConfig");
    if (config.isObject()) {
      CONFIG.check(config, "generation_config");
      numbers(config);
      thinking(config.path("thinkingConfig"));
    }
    int index = 0;
    for (JsonNode tool : root.path("tools").values()) {
      tool(tool, "tools[" + index++ + "]");
    }
    format(config);
    choice();
    GeminiContents.read(root, draft, signatures);
  }

  private void numbers(JsonNode config) {
    draft.choices = config.path("candidateCount").asInt(1);
    if (draft.choices < 1 || draft.choices > 8) {
      throw Refusal.invalid("candidateCount must be between 1 and 8.");
    }
    draft.maxTokens = config.path("maxOutputTokens").asLong(Turn.DEFAULT_MAX_TOKENS);
    if (draft.maxTokens < 1) {
      throw Refusal.invalid("max_output_tokens must be positive.");
    }
    config.path("stopSequences").values().forEach(stop -> draft.stops.add(stop.stringValue("")));
    if (draft.stops.size() > 5) {
      throw Refusal.invalid("stop_sequences: at most 5 are supported.");
    }
  }

  private void thinking(JsonNode thinking) {
    if (!thinking.isObject()) {
      return;
    }
    THINKING.check(thinking, "generation_config.thinking_config");
    if (thinking.has("thinkingBudget") && thinking.has("thinkingLevel")) {
      throw Refusal.invalid("You can only set one of thinking budget and thinking level.");
    }
    boolean shown = thinking.path("includeThoughts").asBoolean(false);
    boolean off = thinking.has("thinkingBudget") && thinking.path("thinkingBudget").asLong() == 0;
    draft.thinking = off ? Thinking.OFF : shown ? Thinking.SHOWN : Thinking.HIDDEN;
  }

  private void tool(JsonNode tool, String at) {
    TOOL.check(tool, at);
    int index = 0;
    for (JsonNode function : tool.path("functionDeclarations").values()) {
      String path = at + ".function_declarations[" + index++ + "]";
      FUNCTION.check(function, path);
      String name = function.path("name").stringValue("");
      if (!NAME.matcher(name).matches()) {
        throw Refusal.invalid(
            path
                + ".name: Invalid function name. Must start with a letter or an underscore. Must be"
                + " alphameric (a-z, A-Z, 0-9), underscores (_), dots (.) or dashes (-), with a"
                + " maximum length of 64.");
      }
      if (function.has("parameters") && function.has("parametersJsonSchema")) {
        throw Refusal.invalid(
            path + ": parameters and parameters_json_schema are mutually exclusive.");
      }
      JsonNode schema =
          function.has("parameters")
              ? GeminiSchema.check(function.path("parameters"), path + ".parameters")
              : function.path("parametersJsonSchema");
      draft.offer(name, schema.isMissingNode() ? Trees.object() : schema);
    }
  }

  private void format(JsonNode config) {
    boolean json = config.path("responseMimeType").stringValue("").equals("application/json");
    JsonNode schema = config.path("responseSchema");
    JsonNode jsonSchema =
        config.has("responseJsonSchema")
            ? config.path("responseJsonSchema")
            : config.path("_responseJsonSchema");
    if ((!schema.isMissingNode() || !jsonSchema.isMissingNode()) && !json) {
      throw Refusal.invalid(
          "Response schema is only supported with response_mime_type application/json.");
    }
    if (!schema.isMissingNode() && !jsonSchema.isMissingNode()) {
      throw Refusal.invalid("response_schema and response_json_schema are mutually exclusive.");
    }
    if (json && !draft.tools.isEmpty() && !draft.model.startsWith("gemini-3")) {
      throw Refusal.invalid(
          "Function calling with a response mime type: 'application/json' is unsupported");
    }
    if (!schema.isMissingNode()) {
      draft.answerSchema = GeminiSchema.check(schema, "generation_config.response_schema");
    } else if (!jsonSchema.isMissingNode()) {
      draft.answerSchema = jsonSchema;
    } else if (json) {
      draft.answerSchema = Trees.object().put("type", "object");
    }
  }

  private void choice() {
    JsonNode config = root.path("toolConfig");
    if (!config.isObject()) {
      return;
    }
    TOOL_CONFIG.check(config, "tool_config");
    JsonNode calling = config.path("functionCallingConfig");
    if (!calling.isObject()) {
      return;
    }
    CALLING.check(calling, "tool_config.function_calling_config");
    JsonNode allowed = calling.path("allowedFunctionNames");
    String mode = calling.path("mode").stringValue("AUTO");
    switch (mode) {
      case "AUTO", "MODE_UNSPECIFIED", "VALIDATED" -> {}
      case "ANY" -> {
        if (draft.tools.isEmpty()) {
          throw Refusal.invalid("Function calling config is set without function_declarations.");
        }
        if (allowed.isEmpty()) {
          draft.requireAny();
        } else {
          draft.required.add(allowed.path(0).stringValue(""));
        }
      }
      case "NONE" -> draft.forbidden = true;
      default -> throw Refusal.invalid("Invalid value at 'mode': \"" + mode + "\"");
    }
    if (!allowed.isEmpty() && !mode.equals("ANY") && !mode.equals("VALIDATED")) {
      throw Refusal.invalid("allowed_function_names should only be set when mode is ANY.");
    }
    for (JsonNode name : allowed.values()) {
      String text = name.stringValue("");
      if (draft.tools.stream().map(OfferedTool::name).noneMatch(text::equals)) {
        throw Refusal.invalid("allowed_function_names contains an unknown function: " + text);
      }
    }
  }
}
