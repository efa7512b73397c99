package io.tollgate.adapters.openai.embeddings;

import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.openai.embeddings.EmbeddingsRequest.Found;
import io.tollgate.adapters.openai.embeddings.EmbeddingsRequest.Input;
import io.tollgate.adapters.profile.GuardedFields;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.ParameterReader;
import io.tollgate.adapters.profile.RequestText;
import io.tollgate.adapters.profile.TokenEstimate;
import io.tollgate.adapters.profile.UserText;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.routing.RequestProfile;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/** Reads one request body from its first byte to its last; texts are counted, not decoded. */
final class EmbeddingsRequestReader {

  private static final int MAX_MODEL_CHARS = 256;

  private final JsonCursor json;
  private final ParameterReader parameters;
  private final UserText first;

  private @Nullable String model;
  private int modelStart;
  private int modelEnd;
  private @Nullable Input input;
  private long tokens;
  private boolean base64;
  private @Nullable String user;

  private EmbeddingsRequestReader(JsonCursor json, UserText first) {
    this.json = json;
    this.parameters = new ParameterReader(json);
    this.first = first;
  }

  static EmbeddingsRequest read(byte[] body, int offset, int length) throws MalformedRequest {
    int nonAsciiBytes = RequestText.check(body, offset, length);
    JsonCursor json = JsonCursor.strict(body, offset, length);
    try {
      EmbeddingsRequestReader reader =
          new EmbeddingsRequestReader(json, new UserText(body, offset, length));
      reader.readDocument();
      return reader.finish(body, offset, length, nonAsciiBytes);
    } catch (JacksonException e) {
      throw RequestText.notJson(e);
    }
  }

  private void readDocument() throws MalformedRequest {
    if (json.next() != JsonToken.START_OBJECT) {
      throw ParameterReader.refuse("invalid_type", null, "The request body must be a JSON object.");
    }
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      json.next();
      readMember(name);
    }
    if (json.next() != null) {
      throw ParameterReader.refuse(
          "invalid_json", null, "The request body goes on after its JSON object.");
    }
  }

  private void readMember(String name) throws MalformedRequest {
    switch (name) {
      case "model" -> readModel();
      case "input" -> readInput();
      case "encoding_format" -> {
        base64 = json.at(JsonToken.VALUE_STRING) && json.text().equals("base64");
        json.skip();
      }
      case "user" -> user = parameters.tag(name);
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
    modelStart = json.start();
    String text = json.text();
    modelEnd = json.end();
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

  private void readInput() throws MalformedRequest {
    if (json.at(JsonToken.VALUE_STRING)) {
      input = Input.TEXTS;
      noteFirst();
      json.measure();
    } else if (json.at(JsonToken.START_ARRAY)) {
      while (json.next() != JsonToken.END_ARRAY) {
        if (input == null) {
          noteFirst();
        }
        Input kind = readElement();
        input = input == null || input == kind ? kind : Input.OTHER;
      }
      if (input == null) {
        throw ParameterReader.refuse(
            "empty_array", "input", "The parameter 'input' must not be empty.");
      }
    } else {
      throw ParameterReader.refuse(
          "invalid_type", "input", "The parameter 'input' must be a string or an array.");
    }
  }

  private void noteFirst() {
    first.begin();
    first.note(json);
    first.end(true);
  }

  /** One text, one token of a single input, or the tokens of one of several. */
  private Input readElement() {
    if (json.at(JsonToken.VALUE_STRING)) {
      json.measure();
      return Input.TEXTS;
    }
    if (json.at(JsonToken.VALUE_NUMBER_INT)) {
      tokens++;
      return Input.TOKENS;
    }
    if (!json.at(JsonToken.START_ARRAY)) {
      json.measureAll();
      return Input.OTHER;
    }
    Input kind = Input.TOKENS;
    while (json.next() != JsonToken.END_ARRAY) {
      if (json.at(JsonToken.VALUE_NUMBER_INT)) {
        tokens++;
      } else {
        kind = Input.OTHER;
        json.measureAll();
      }
    }
    return kind;
  }

  private EmbeddingsRequest finish(byte[] body, int offset, int length, int nonAsciiBytes)
      throws MalformedRequest {
    String requested = model;
    if (requested == null) {
      throw ParameterReader.refuse(
          "missing_required_parameter", "model", "The parameter 'model' is required.");
    }
    Input given = input;
    if (given == null) {
      throw ParameterReader.refuse(
          "missing_required_parameter", "input", "The parameter 'input' is required.");
    }
    long textBytes = json.measuredBytes();
    RequestProfile profile =
        new RequestProfile(
            requested,
            false,
            false,
            length,
            0,
            textBytes,
            TokenEstimate.input(textBytes, nonAsciiBytes, 0, 0, 0, 0, 0) + tokens,
            0,
            1,
            0,
            Set.of(Capability.EMBEDDINGS),
            null,
            user);
    return new EmbeddingsRequest(
        body, offset, length, profile, new Found(modelStart, modelEnd, given, base64, first));
  }
}
