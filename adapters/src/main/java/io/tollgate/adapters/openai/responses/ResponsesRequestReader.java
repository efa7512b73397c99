package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.profile.GuardedFields;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.MessageSpans;
import io.tollgate.adapters.profile.ParameterReader;
import io.tollgate.adapters.profile.RequestText;
import io.tollgate.adapters.profile.TokenEstimate;
import io.tollgate.adapters.profile.UserText;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.routing.RequestProfile;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/** Reads one request body from its first byte to its last. */
final class ResponsesRequestReader {

  /** Output limits beyond this are taken for mistakes: no model writes so much. */
  static final long MAX_OUTPUT_TOKENS = 10_000_000;

  static final int MAX_TOOLS = 4_096;
  static final int MAX_MODEL_CHARS = 256;

  private final byte[] body;
  private final int offset;
  private final int length;
  private final JsonCursor json;
  private final ParameterReader parameters;
  private final ResponsesInputReader input;
  private final Set<Capability> needs = EnumSet.noneOf(Capability.class);
  private final RequestPlaces places = new RequestPlaces();
  private final UserText userText;
  private final MessageSpans spans;

  private @Nullable String model;

  /** Where the instructions begin, or an input that is a text, until its end is known; else -1. */
  private int instructionsFrom = -1;

  private int textFrom = -1;
  private boolean stream;
  private long maxOutputTokens = -1;
  private int tools;
  private long definitionBytes;
  private @Nullable String task;
  private @Nullable String user;
  private @Nullable String safetyIdentifier;

  private ResponsesRequestReader(byte[] body, int offset, int length, JsonCursor json) {
    this.body = body;
    this.offset = offset;
    this.length = length;
    this.json = json;
    this.parameters = new ParameterReader(json);
    this.userText = new UserText(body, offset, length);
    this.spans = new MessageSpans(body);
    this.input = new ResponsesInputReader(body, json, needs, places, userText, spans);
  }

  static ResponsesRequest read(byte[] body, int offset, int length, Continuation continuation)
      throws MalformedRequest {
    int nonAsciiBytes = RequestText.check(body, offset, length);
    JsonCursor json = JsonCursor.strict(body, offset, length);
    try {
      ResponsesRequestReader reader = new ResponsesRequestReader(body, offset, length, json);
      reader.readDocument();
      return reader.finish(nonAsciiBytes, continuation);
    } catch (JacksonException e) {
      throw RequestText.notJson(e);
    }
  }

  private void readDocument() throws MalformedRequest {
    if (json.next() != JsonToken.START_OBJECT) {
      throw ParameterReader.refuse("invalid_type", null, "The request body must be a JSON object.");
    }
    while (json.next() == JsonToken.PROPERTY_NAME) {
      noteText();
      String name = json.name();
      int from = json.start();
      json.next();
      readMember(name, from);
    }
    noteText();
    if (json.next() != null) {
      throw ParameterReader.refuse(
          "invalid_json", null, "The request body goes on after its JSON object.");
    }
  }

  /** Where a string ends is known once the cursor has gone past it. */
  private void noteText() {
    if (instructionsFrom >= 0) {
      spans.lead(instructionsFrom, json.measuredTo());
      instructionsFrom = -1;
    } else if (textFrom >= 0) {
      spans.add(textFrom, json.measuredTo());
      textFrom = -1;
    }
  }

  /** Notes what quirk the member meets whose value the cursor is at; it is not moved. */
  private void noteQuirk(String name) {
    if (json.at(JsonToken.VALUE_NULL)) {
      return;
    }
    switch (name) {
      case "temperature", "top_p" -> places.met.add(Quirk.NO_SAMPLING);
      case "parallel_tool_calls" -> places.met.add(Quirk.NO_PARALLEL_TOOL_CALLS);
      case "metadata", "prompt_cache_key", "store" -> places.met.add(Quirk.NO_SERVING_HINTS);
      case "tool_choice" -> {
        boolean free =
            json.at(JsonToken.VALUE_STRING) && Set.of("auto", "none").contains(json.text());
        if (!free) {
          places.met.add(Quirk.NO_FORCED_TOOL);
        }
      }
      default -> {}
    }
  }

  private void readMember(String name, int from) throws MalformedRequest {
    noteQuirk(name);
    switch (name) {
      case "model" -> readModel();
      case "input" -> {
        textFrom = json.at(JsonToken.VALUE_STRING) ? json.start() : -1;
        input.read();
      }
      case "instructions" -> {
        instructionsFrom = json.at(JsonToken.VALUE_STRING) ? json.start() : -1;
        json.measureAll();
      }
      case "conversation" -> {
        places.kept = !json.at(JsonToken.VALUE_NULL);
        json.skip();
      }
      case "stream" -> stream = parameters.bool(name);
      case "store" -> places.stores = json.at(JsonToken.VALUE_NULL) || parameters.bool(name);
      case "background" -> {
        if (parameters.bool(name)) {
          throw ParameterReader.refuse(
              "unsupported_parameter",
              name,
              "The parameter 'background' is not supported: answers are given at once.");
        }
      }
      case "max_output_tokens" ->
          maxOutputTokens = parameters.integer(name, -1, 0, MAX_OUTPUT_TOKENS);
      case "previous_response_id" -> {
        places.previousResponseId = parameters.tag(name);
        places.previous = new RequestPlaces.Range(from, json.end());
      }
      case "tools" -> readTools();
      case "text" -> readText();
      case "top_logprobs" -> {
        if (json.at(JsonToken.VALUE_NUMBER_INT) && !json.text().equals("0")) {
          needs.add(Capability.LOGPROBS);
        }
        json.skip();
      }
      case "metadata" -> readMetadata();
      case "user" -> user = parameters.tag(name);
      case "safety_identifier" -> safetyIdentifier = parameters.tag(name);
      default -> {
        if (GuardedFields.refuses(name)) {
          throw ParameterReader.refuse(
              "forbidden_parameter",
              name,
              "The parameter '"
                  + name
                  + "' is not accepted: addresses, credentials and prices are set by the gateway.");
        }
        json.skip();
      }
    }
  }

  private void readModel() throws MalformedRequest {
    if (!json.at(JsonToken.VALUE_STRING)) {
      throw ParameterReader.refuse(
          "invalid_type", "model", "The parameter 'model' must be a string.");
    }
    int from = json.start();
    String text = json.text();
    places.model = new RequestPlaces.Range(from, json.end());
    if (text.isBlank()) {
      throw ParameterReader.refuse(
          "invalid_value", "model", "The parameter 'model' must not be empty.");
    }
    if (text.length() > MAX_MODEL_CHARS) {
      throw ParameterReader.refuse(
          "string_above_max_length",
          "model",
          "The parameter 'model' must have at most " + MAX_MODEL_CHARS + " characters.");
    }
    model = text;
  }

  private void readTools() throws MalformedRequest {
    if (json.at(JsonToken.VALUE_NULL)) {
      return;
    }
    if (!json.at(JsonToken.START_ARRAY)) {
      throw ParameterReader.refuse(
          "invalid_type", "tools", "The parameter 'tools' must be an array.");
    }
    int from = json.start();
    while (json.next() != JsonToken.END_ARRAY) {
      if (++tools > MAX_TOOLS) {
        throw ParameterReader.refuse(
            "array_above_max_length",
            "tools",
            "The parameter 'tools' must have at most " + MAX_TOOLS + " elements.");
      }
      json.skip();
    }
    definitionBytes += json.end() - from;
  }

  private void readText() {
    if (!json.at(JsonToken.START_OBJECT)) {
      json.skip();
      return;
    }
    while (json.next() == JsonToken.PROPERTY_NAME) {
      boolean format = json.name().equals("format");
      json.next();
      if (format && json.at(JsonToken.START_OBJECT)) {
        readFormat();
      } else {
        json.skip();
      }
    }
  }

  private void readFormat() {
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      json.next();
      if (name.equals("type")
          && json.at(JsonToken.VALUE_STRING)
          && json.text().equals("json_schema")) {
        needs.add(Capability.JSON_SCHEMA);
        places.met.add(Quirk.NO_JSON_SCHEMA);
      } else if (name.equals("schema") && json.at(JsonToken.START_OBJECT)) {
        definitionBytes += json.skipMeasuring();
      } else {
        json.skip();
      }
    }
  }

  private void readMetadata() throws MalformedRequest {
    if (!json.at(JsonToken.START_OBJECT)) {
      json.skip();
      return;
    }
    while (json.next() == JsonToken.PROPERTY_NAME) {
      boolean isTask = json.name().equals("task");
      json.next();
      if (isTask) {
        task = parameters.tag("metadata.task");
      } else {
        json.skip();
      }
    }
  }

  private ResponsesRequest finish(int nonAsciiBytes, Continuation continuation)
      throws MalformedRequest {
    String requested = model;
    if (requested == null) {
      throw ParameterReader.refuse(
          "missing_required_parameter", "model", "The parameter 'model' is required.");
    }
    if (tools > 0) {
      needs.add(Capability.TOOLS);
    }
    long promptBytes = json.measuredBytes() - input.fileBytes() + definitionBytes;
    RequestProfile profile =
        new RequestProfile(
            requested,
            stream,
            true,
            length,
            input.count(),
            promptBytes,
            TokenEstimate.input(
                promptBytes,
                nonAsciiBytes,
                input.count(),
                tools,
                input.images(),
                input.audioBytes(),
                input.fileBytes()),
            maxOutputTokens,
            1,
            tools,
            needs,
            task,
            user == null ? safetyIdentifier : user);
    return new ResponsesRequest(
        body, offset, length, profile, places, continuation, userText, spans);
  }
}
