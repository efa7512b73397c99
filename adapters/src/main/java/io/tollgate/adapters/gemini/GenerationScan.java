package io.tollgate.adapters.gemini;

import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.ParameterReader;
import io.tollgate.policies.catalog.Capability;
import java.util.Set;
import tools.jackson.core.JsonToken;

/** Looks over {@code generationConfig} for what a policy may look at. */
final class GenerationScan {

  /** Output limits beyond this are taken for mistakes: no model writes so much. */
  static final long MAX_OUTPUT_TOKENS = 10_000_000;

  static final int MAX_CHOICES = 128;

  private final JsonCursor json;
  private final ParameterReader parameters;
  private final Set<Capability> needs;
  private long maxOutputTokens = -1;
  private int choices = 1;
  private long schemaBytes;
  private boolean showsThoughts;

  GenerationScan(JsonCursor json, Set<Capability> needs) {
    this.json = json;
    this.parameters = new ParameterReader(json);
    this.needs = needs;
  }

  /** Reads the object the cursor is at the start of. */
  void read(String param) throws MalformedRequest {
    if (json.at(JsonToken.VALUE_NULL)) {
      return;
    }
    if (!json.at(JsonToken.START_OBJECT)) {
      throw ParameterReader.refuse(
          "invalid_type", param, "The parameter '" + param + "' must be an object.");
    }
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      json.next();
      readMember(name, param + "." + name);
    }
  }

  private void readMember(String name, String param) throws MalformedRequest {
    switch (name) {
      case "maxOutputTokens", "max_output_tokens" ->
          maxOutputTokens = parameters.integer(param, -1, 0, MAX_OUTPUT_TOKENS);
      case "candidateCount", "candidate_count" ->
          choices = (int) parameters.integer(param, 1, 1, MAX_CHOICES);
      case "responseLogprobs", "response_logprobs" -> {
        if (json.at(JsonToken.VALUE_TRUE)) {
          needs.add(Capability.LOGPROBS);
        }
        json.skip();
      }
      case "responseSchema",
          "response_schema",
          "responseJsonSchema",
          "response_json_schema",
          "_responseJsonSchema" -> {
        if (json.at(JsonToken.START_OBJECT)) {
          needs.add(Capability.JSON_SCHEMA);
          schemaBytes += json.skipMeasuring();
        } else {
          json.skip();
        }
      }
      case "responseModalities", "response_modalities" -> readModalities();
      case "thinkingConfig", "thinking_config" -> readThinking();
      default -> json.skip();
    }
  }

  private void readModalities() {
    if (!json.at(JsonToken.START_ARRAY)) {
      json.skip();
      return;
    }
    while (json.next() != JsonToken.END_ARRAY) {
      if (json.at(JsonToken.VALUE_STRING) && json.text().equals("AUDIO")) {
        needs.add(Capability.AUDIO);
      }
      json.skip();
    }
  }

  private void readThinking() {
    if (!json.at(JsonToken.START_OBJECT)) {
      json.skip();
      return;
    }
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      json.next();
      if (name.equals("includeThoughts") || name.equals("include_thoughts")) {
        showsThoughts = json.at(JsonToken.VALUE_TRUE);
      }
      json.skip();
    }
  }

  long maxOutputTokens() {
    return maxOutputTokens;
  }

  int choices() {
    return choices;
  }

  long schemaBytes() {
    return schemaBytes;
  }

  /** Whether thoughts are to be seen in the answer. */
  boolean showsThoughts() {
    return showsThoughts;
  }
}
