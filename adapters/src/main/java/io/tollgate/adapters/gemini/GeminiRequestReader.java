package io.tollgate.adapters.gemini;

import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.Member;
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
final class GeminiRequestReader {

  static final int MAX_MODEL_CHARS = 256;
  static final int MAX_TOOLS = 4_096;

  private static final String MODELS = "models/";

  private final byte[] body;
  private final JsonCursor json;
  private final ParameterReader parameters;
  private final Set<Capability> needs = EnumSet.noneOf(Capability.class);
  private final UserText userText;
  private final MessageSpans spans;
  private final ContentsScan contents;
  private final GenerationScan generation;

  private boolean hasContents;
  private int tools;
  private long definitionBytes;
  private @Nullable String task;
  private @Nullable String user;
  private @Nullable Member dropped;

  private GeminiRequestReader(byte[] body, JsonCursor json, UserText userText) {
    this.body = body;
    this.json = json;
    this.parameters = new ParameterReader(json);
    this.userText = userText;
    this.spans = new MessageSpans(body);
    this.contents = new ContentsScan(json, needs, userText, spans);
    this.generation = new GenerationScan(json, needs);
  }

  /**
   * Reads a request.
   *
   * @throws MalformedRequest if it cannot be served, with status 400
   */
  static GeminiRequest read(RequestHead head, byte[] body, int offset, int length)
      throws MalformedRequest {
    return read(model(head), head.pathStreams(), body, offset, length, false);
  }

  /** Reads the body of {@code countTokens}, which is a request, or wraps one. */
  static GeminiRequest readCount(RequestHead head, byte[] body, int offset, int length)
      throws MalformedRequest {
    return read(model(head), false, body, offset, length, true);
  }

  private static GeminiRequest read(
      String model, boolean stream, byte[] body, int offset, int length, boolean wrapped)
      throws MalformedRequest {
    int nonAsciiBytes = RequestText.check(body, offset, length);
    JsonCursor json = JsonCursor.strict(body, offset, length);
    try {
      GeminiRequestReader reader =
          new GeminiRequestReader(body, json, new UserText(body, offset, length));
      if (json.next() != JsonToken.START_OBJECT) {
        throw ParameterReader.refuse(
            "invalid_type", null, "The request body must be a JSON object.");
      }
      reader.readMembers(wrapped);
      if (json.next() != null) {
        throw ParameterReader.refuse(
            "invalid_json", null, "The request body goes on after its JSON object.");
      }
      RequestProfile profile = reader.profile(model, stream, length, nonAsciiBytes);
      return new GeminiRequest(
          body,
          offset,
          length,
          profile,
          reader.generation.showsThoughts(),
          reader.dropped,
          reader.userText,
          reader.spans);
    } catch (JacksonException e) {
      throw RequestText.notJson(e);
    }
  }

  /** The model in a path, as the gateway names it: without the collection it is of. */
  private static String model(RequestHead head) throws MalformedRequest {
    String path = head.pathModel();
    String model = path != null && path.startsWith(MODELS) ? path.substring(MODELS.length()) : path;
    if (model == null || model.isBlank()) {
      throw ParameterReader.refuse(
          "missing_required_parameter", "model", "The path must name a model: models/NAME.");
    }
    if (model.length() > MAX_MODEL_CHARS) {
      throw ParameterReader.refuse(
          "string_above_max_length",
          "model",
          "The model's name must have at most " + MAX_MODEL_CHARS + " characters.");
    }
    return model;
  }

  private void readMembers(boolean wrapped) throws MalformedRequest {
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      int from = json.start();
      JsonToken value = json.next();
      if (wrapped && name.equals("generateContentRequest") && value == JsonToken.START_OBJECT) {
        readMembers(false);
      } else {
        readMember(name, from);
      }
    }
  }

  private void readMember(String name, int from) throws MalformedRequest {
    switch (name) {
      case "contents" -> {
        hasContents = true;
        contents.readContents(name);
      }
      case "systemInstruction", "system_instruction" -> {
        if (json.at(JsonToken.VALUE_NULL)) {
          json.skip();
        } else {
          contents.readInstruction();
        }
      }
      case "generationConfig", "generation_config" -> generation.read(name);
      case "tools" -> readTools();
      case "labels" -> readLabels();
      case "model" -> {
        // The path names the model; Google takes one here only where it is the same.
        json.skip();
        dropped = Member.withItsComma(body, from, json.end());
      }
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

  private void readTools() throws MalformedRequest {
    int from = json.start();
    if (json.at(JsonToken.START_OBJECT)) {
      readTool();
    } else if (json.at(JsonToken.START_ARRAY)) {
      while (json.next() != JsonToken.END_ARRAY) {
        if (!json.at(JsonToken.START_OBJECT)) {
          throw ParameterReader.refuse(
              "invalid_type", "tools", "The parameter 'tools' must be an array of objects.");
        }
        readTool();
      }
    } else if (!json.at(JsonToken.VALUE_NULL)) {
      throw ParameterReader.refuse(
          "invalid_type", "tools", "The parameter 'tools' must be an array.");
    }
    definitionBytes += json.end() - from;
  }

  private void readTool() throws MalformedRequest {
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      JsonToken value = json.next();
      boolean functions =
          name.equals("functionDeclarations") || name.equals("function_declarations");
      if (functions && value == JsonToken.START_ARRAY) {
        while (json.next() != JsonToken.END_ARRAY) {
          tools++;
          json.skip();
        }
      } else {
        json.skip();
      }
      if (tools > MAX_TOOLS) {
        throw ParameterReader.refuse(
            "array_above_max_length",
            "tools",
            "The parameter 'tools' must have at most " + MAX_TOOLS + " functions.");
      }
    }
  }

  private void readLabels() throws MalformedRequest {
    if (!json.at(JsonToken.START_OBJECT)) {
      json.skip();
      return;
    }
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      json.next();
      switch (name) {
        case "task" -> task = parameters.tag("labels.task");
        case "user" -> user = parameters.tag("labels.user");
        default -> json.skip();
      }
    }
  }

  private RequestProfile profile(String model, boolean stream, int length, int nonAsciiBytes)
      throws MalformedRequest {
    if (!hasContents) {
      throw ParameterReader.refuse(
          "missing_required_parameter", "contents", "The parameter 'contents' is required.");
    }
    if (tools > 0) {
      needs.add(Capability.TOOLS);
    }
    long promptBytes = contents.textBytes() + definitionBytes + generation.schemaBytes();
    return new RequestProfile(
        model,
        stream,
        true,
        length,
        contents.count(),
        promptBytes,
        TokenEstimate.input(
            promptBytes,
            nonAsciiBytes,
            contents.count(),
            tools,
            contents.images(),
            contents.audioBytes(),
            contents.fileBytes()),
        generation.maxOutputTokens(),
        generation.choices(),
        tools,
        needs,
        task,
        user);
  }
}
