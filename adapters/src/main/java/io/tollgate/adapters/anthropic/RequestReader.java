package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.dialect.RequestHead;
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
final class RequestReader {

  /** Output limits beyond this are taken for mistakes: no model writes so much. */
  static final long MAX_OUTPUT_TOKENS = 10_000_000;

  static final int MAX_TOOLS = 4_096;
  static final int MAX_MODEL_CHARS = 256;

  private final JsonCursor json;
  private final ParameterReader parameters;
  private final Set<Capability> needs = EnumSet.noneOf(Capability.class);
  private final UserText userText;
  private final MessageSpans spans;
  private final ContentReader content;
  private final RequestLayout layout = new RequestLayout();

  private @Nullable String model;
  private boolean stream;
  private boolean threaded;
  private boolean hasMessages;
  private int messages;
  private long maxOutputTokens = -1;
  private int tools;
  private long definitionBytes;
  private @Nullable String task;
  private @Nullable String user;

  private RequestReader(JsonCursor json, UserText userText, MessageSpans spans) {
    this.json = json;
    this.parameters = new ParameterReader(json);
    this.userText = userText;
    this.spans = spans;
    this.content = new ContentReader(json, needs, userText, spans);
  }

  /**
   * Reads a request.
   *
   * @param limited whether it must set a limit on the output, as all but counts must
   */
  static AnthropicRequest read(
      RequestHead head, byte[] body, int offset, int length, boolean limited)
      throws MalformedRequest {
    int nonAsciiBytes = RequestText.check(body, offset, length);
    JsonCursor json = JsonCursor.strict(body, offset, length);
    try {
      RequestReader reader =
          new RequestReader(json, new UserText(body, offset, length), new MessageSpans(body));
      reader.readDocument();
      RequestProfile profile = reader.profile(length, nonAsciiBytes, limited);
      return new AnthropicRequest(
          head,
          body,
          offset,
          length,
          profile,
          reader.layout,
          reader.threaded,
          reader.content.isForeign(),
          reader.userText,
          reader.spans);
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
      int from = json.start();
      json.next();
      RequestLayout.Use use = readMember(name);
      layout.add(use, from, json.end());
    }
    if (json.next() != null) {
      throw ParameterReader.refuse(
          "invalid_json", null, "The request body goes on after its JSON object.");
    }
  }

  private RequestLayout.Use readMember(String name) throws MalformedRequest {
    switch (name) {
      case "model" -> {
        readModel();
        return RequestLayout.Use.MODEL;
      }
      case "anthropic_version" -> {
        json.skip();
        return RequestLayout.Use.VERSION;
      }
      case "temperature", "top_p", "top_k" -> {
        boolean said = !json.at(JsonToken.VALUE_NULL);
        json.skip();
        return said ? RequestLayout.Use.SAMPLING : RequestLayout.Use.OTHER;
      }
      case "messages" -> readMessages();
      case "system" -> {
        int from = json.start();
        content.read();
        spans.lead(from, json.end());
      }
      case "max_tokens" -> maxOutputTokens = parameters.integer(name, -1, 0, MAX_OUTPUT_TOKENS);
      case "stream" -> stream = parameters.bool(name);
      case "tools" -> readTools();
      case "output_config" -> readOutputConfig();
      case "output_format" -> readFormat();
      case "metadata" -> readMetadata();
      case "thread" -> {
        threaded = json.at(JsonToken.START_OBJECT);
        json.skip();
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
    return RequestLayout.Use.OTHER;
  }

  private void readModel() throws MalformedRequest {
    if (!json.at(JsonToken.VALUE_STRING)) {
      throw ParameterReader.refuse(
          "invalid_type", "model", "The parameter 'model' must be a string.");
    }
    layout.modelValueFrom = json.start();
    String text = json.text();
    layout.modelValueTo = json.end();
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

  private void readMessages() throws MalformedRequest {
    if (!json.at(JsonToken.START_ARRAY)) {
      throw ParameterReader.refuse(
          "invalid_type", "messages", "The parameter 'messages' must be an array.");
    }
    hasMessages = true;
    while (json.next() != JsonToken.END_ARRAY) {
      if (!json.at(JsonToken.START_OBJECT)) {
        String param = "messages[" + messages + "]";
        throw ParameterReader.refuse(
            "invalid_type", param, "The parameter '" + param + "' must be an object.");
      }
      messages++;
      int from = json.start();
      boolean byUser = false;
      userText.begin();
      while (json.next() == JsonToken.PROPERTY_NAME) {
        String name = json.name();
        json.next();
        if (name.equals("content")) {
          content.read();
        } else {
          byUser |= name.equals("role") && json.says("user");
          json.skip();
        }
      }
      userText.end(byUser);
      spans.add(from, json.end());
    }
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

  private void readOutputConfig() {
    if (!json.at(JsonToken.START_OBJECT)) {
      json.skip();
      return;
    }
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      json.next();
      if (name.equals("format")) {
        readFormat();
      } else {
        json.skip();
      }
    }
  }

  private void readFormat() {
    if (json.at(JsonToken.START_OBJECT)) {
      needs.add(Capability.JSON_SCHEMA);
      definitionBytes += json.skipMeasuring();
    } else {
      json.skip();
    }
  }

  private void readMetadata() throws MalformedRequest {
    if (!json.at(JsonToken.START_OBJECT)) {
      json.skip();
      return;
    }
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      json.next();
      switch (name) {
        case "task" -> task = parameters.tag("metadata.task");
        case "user_id" -> user = parameters.tag("metadata.user_id");
        default -> json.skip();
      }
    }
  }

  private RequestProfile profile(int length, int nonAsciiBytes, boolean limited)
      throws MalformedRequest {
    String requested = model;
    if (requested == null) {
      throw missing("model");
    }
    if (!hasMessages) {
      throw missing("messages");
    }
    // A thread that paused goes on without a new message.
    if (messages == 0 && !threaded) {
      throw ParameterReader.refuse(
          "empty_array", "messages", "The parameter 'messages' must not be empty.");
    }
    if (limited && maxOutputTokens < 0) {
      throw missing("max_tokens");
    }
    if (tools > 0) {
      needs.add(Capability.TOOLS);
    }
    long promptBytes = content.textBytes() + definitionBytes;
    return new RequestProfile(
        requested,
        stream,
        true,
        length,
        messages,
        promptBytes,
        TokenEstimate.input(
            promptBytes, nonAsciiBytes, messages, tools, content.images(), 0, content.fileBytes()),
        maxOutputTokens,
        1,
        tools,
        needs,
        task,
        user);
  }

  private static MalformedRequest missing(String name) {
    return ParameterReader.refuse(
        "missing_required_parameter", name, "The parameter '" + name + "' is required.");
  }
}
