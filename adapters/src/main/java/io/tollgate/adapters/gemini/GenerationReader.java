package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.ReasoningWish;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.RequestFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads {@code generationConfig}. */
final class GenerationReader {

  private final Sampling sampling;
  private final @Nullable AnswerFormat format;
  private final @Nullable ReasoningWish reasoning;
  private final ObjectNode rest = Trees.object();

  GenerationReader(RequestFields config) throws MalformedRequest {
    this.sampling = readSampling(config);
    this.format = readFormat(config);
    this.reasoning = readReasoning(config);
    config.rest().forEach(rest::set);
  }

  Sampling sampling() {
    return sampling;
  }

  @Nullable AnswerFormat format() {
    return format;
  }

  @Nullable ReasoningWish reasoning() {
    return reasoning;
  }

  /** What the conversation has no place for. */
  ObjectNode rest() {
    return rest;
  }

  private static Sampling readSampling(RequestFields config) throws MalformedRequest {
    List<String> stop = new ArrayList<>();
    for (JsonNode text : config.array("stopSequences")) {
      if (!text.isString()) {
        throw config.wrong("stopSequences", "an array of strings");
      }
      stop.add(text.stringValue());
    }
    return new Sampling(
        config.integer("maxOutputTokens"),
        config.number("temperature"),
        config.number("topP"),
        config.integer("topK"),
        config.number("presencePenalty"),
        config.number("frequencyPenalty"),
        config.integer("seed"),
        stop,
        small(config, "candidateCount"),
        config.bool("responseLogprobs"),
        small(config, "logprobs"),
        Map.of());
  }

  private static @Nullable Integer small(RequestFields config, String name)
      throws MalformedRequest {
    Long value = config.integer(name);
    if (value == null) {
      return null;
    }
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw config.wrong(name, "an integer from 0 to " + Integer.MAX_VALUE);
    }
    return value.intValue();
  }

  private @Nullable AnswerFormat readFormat(RequestFields config) throws MalformedRequest {
    String mediaType = config.text("responseMimeType");
    JsonNode jsonSchema = config.get("responseJsonSchema");
    JsonNode older = config.get("_responseJsonSchema");
    jsonSchema = jsonSchema == null ? older : jsonSchema;
    JsonNode schema = config.get("responseSchema");
    if (mediaType == null || mediaType.equals("application/json")) {
      if (jsonSchema != null) {
        return new AnswerFormat.JsonSchema(null, null, jsonSchema, null);
      }
      if (schema != null) {
        return new AnswerFormat.JsonSchema(null, null, GeminiSchema.toJsonSchema(schema), null);
      }
      return mediaType == null ? null : new AnswerFormat.JsonObject();
    }
    if (mediaType.equals("text/plain") && jsonSchema == null && schema == null) {
      return new AnswerFormat.Text();
    }
    rest.put("responseMimeType", mediaType);
    if (schema != null) {
      rest.set("responseSchema", schema);
    }
    if (jsonSchema != null) {
      rest.set("responseJsonSchema", jsonSchema);
    }
    return null;
  }

  private @Nullable ReasoningWish readReasoning(RequestFields config) throws MalformedRequest {
    RequestFields thinking = config.object("thinkingConfig");
    if (thinking == null) {
      return null;
    }
    String level = thinking.text("thinkingLevel");
    boolean unsaid = level == null || level.equals("THINKING_LEVEL_UNSPECIFIED");
    Long budget = thinking.integer("thinkingBudget");
    boolean adaptive = budget != null && budget < 0;
    Boolean shown = thinking.bool("includeThoughts");
    ObjectNode unknown = Trees.objectOf(thinking.rest());
    if (unknown != null) {
      rest.set("thinkingConfig", unknown);
    }
    return new ReasoningWish(
        level == null || unsaid ? null : level.toLowerCase(Locale.ROOT),
        adaptive ? null : budget,
        adaptive,
        shown == null ? null : shown ? "auto" : "omitted");
  }
}
