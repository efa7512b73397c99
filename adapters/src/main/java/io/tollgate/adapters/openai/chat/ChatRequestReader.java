package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.dialect.Quirk;
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
final class ChatRequestReader {

  /** Output limits beyond this are taken for mistakes: no model writes so much. */
  static final long MAX_OUTPUT_TOKENS = 10_000_000;

  static final int MAX_CHOICES = 128;
  static final int MAX_TOOLS = 4_096;
  static final int MAX_MODEL_CHARS = 256;

  private final byte[] body;
  private final int offset;
  private final int length;
  private final JsonCursor json;
  private final ParameterReader parameters;
  private final ChatMessagesReader messages;
  private final StreamOptionsReader streamOptions;
  private final Set<Capability> needs = EnumSet.noneOf(Capability.class);

  private final MetQuirks met;
  private final UserText userText;
  private final MessageSpans spans;

  private @Nullable String model;
  private int modelStart;
  private int modelEnd;
  private boolean stream;
  private @Nullable Member dropped;
  private boolean hasMessages;
  private long maxOutputTokens = -1;
  private int choices = 1;
  private int tools;
  private boolean functions;
  private long definitionBytes;
  private @Nullable String task;
  private @Nullable String user;

  private ChatRequestReader(byte[] body, int offset, int length, JsonCursor json) {
    this.body = body;
    this.offset = offset;
    this.length = length;
    this.json = json;
    this.parameters = new ParameterReader(json);
    this.met = new MetQuirks(json);
    this.userText = new UserText(body, offset, length);
    this.spans = new MessageSpans(body);
    this.messages = new ChatMessagesReader(json, needs, met, userText, spans);
    this.streamOptions = new StreamOptionsReader(json, parameters);
  }

  static ChatRequest read(byte[] body, int offset, int length) throws MalformedRequest {
    int nonAsciiBytes = RequestText.check(body, offset, length);
    JsonCursor json = JsonCursor.strict(body, offset, length);
    try {
      ChatRequestReader reader = new ChatRequestReader(body, offset, length, json);
      reader.readDocument();
      return reader.finish(nonAsciiBytes);
    } catch (JacksonException e) {
      throw RequestText.notJson(e);
    }
  }

  private void readDocument() throws MalformedRequest {
    if (json.next() != JsonToken.START_OBJECT) {
      throw ParameterReader.refuse("invalid_type", null, "The request body must be a JSON object.");
    }
    for (String name = json.nextMember(); name != null; name = json.nextMember()) {
      int from = json.nameStart();
      readMember(name, from);
    }
    if (json.next() != null) {
      throw ParameterReader.refuse(
          "invalid_json", null, "The request body goes on after its JSON object.");
    }
  }

  private void readMember(String name, int from) throws MalformedRequest {
    met.note(name);
    switch (name) {
      case "model" -> readModel();
      case "messages" -> readMessages();
      case "stream" -> stream = parameters.bool(name);
      case "stream_options" -> streamOptions.read();
      case "max_tokens", "max_completion_tokens" ->
          maxOutputTokens =
              Math.max(maxOutputTokens, parameters.integer(name, -1, 0, MAX_OUTPUT_TOKENS));
      case "n" -> choices = (int) parameters.integer(name, 1, 1, MAX_CHOICES);
      case "tools" -> readTools(name);
      case "functions" -> {
        functions = true;
        readTools(name);
      }
      case "response_format" -> readResponseFormat();
      case "logprobs" -> {
        if (json.at(JsonToken.VALUE_TRUE)) {
          needs.add(Capability.LOGPROBS);
        }
        json.skip();
      }
      case "modalities" -> readModalities();
      case "metadata" -> readMetadata();
      case "user" -> user = parameters.tag(name);
      case "usage" -> readUsage(from);
      default -> {
        if (GuardedFields.refuses(name)) {
          throw forbidden(name);
        }
        json.skip();
      }
    }
  }

  private static MalformedRequest forbidden(String name) {
    return ParameterReader.refuse(
        "forbidden_parameter",
        name,
        "The parameter '"
            + name
            + "' is not accepted: addresses, credentials and prices are set by the gateway.");
  }

  /**
   * Takes {@code {"include": BOOLEAN}}, by which clients of OpenRouter ask for what every answer
   * has here. Providers refuse or do not know it, so they are not sent it.
   */
  private void readUsage(int from) throws MalformedRequest {
    boolean asks =
        json.at(JsonToken.START_OBJECT)
            && json.next() == JsonToken.PROPERTY_NAME
            && json.name().equals("include");
    JsonToken value = asks ? json.next() : null;
    if ((value != JsonToken.VALUE_TRUE && value != JsonToken.VALUE_FALSE)
        || json.next() != JsonToken.END_OBJECT) {
      throw forbidden("usage");
    }
    dropped = Member.withItsComma(body, from, json.end());
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

  private void readMessages() throws MalformedRequest {
    if (!json.at(JsonToken.START_ARRAY)) {
      throw ParameterReader.refuse(
          "invalid_type", "messages", "The parameter 'messages' must be an array.");
    }
    hasMessages = true;
    messages.read();
    if (messages.count() == 0) {
      throw ParameterReader.refuse(
          "empty_array", "messages", "The parameter 'messages' must not be empty.");
    }
  }

  private void readTools(String name) throws MalformedRequest {
    if (json.at(JsonToken.VALUE_NULL)) {
      return;
    }
    if (!json.at(JsonToken.START_ARRAY)) {
      throw ParameterReader.refuse(
          "invalid_type", name, "The parameter '" + name + "' must be an array.");
    }
    int from = json.start();
    int count = 0;
    while (json.next() != JsonToken.END_ARRAY) {
      if (++count > MAX_TOOLS) {
        throw ParameterReader.refuse(
            "array_above_max_length",
            name,
            "The parameter '" + name + "' must have at most " + MAX_TOOLS + " elements.");
      }
      json.skip();
    }
    tools += count;
    definitionBytes += json.end() - from;
  }

  private void readResponseFormat() {
    if (!json.at(JsonToken.START_OBJECT)) {
      json.skip();
      return;
    }
    for (String name = json.nextMember(); name != null; name = json.nextMember()) {
      if (name.equals("type")
          && json.at(JsonToken.VALUE_STRING)
          && json.text().equals("json_schema")) {
        needs.add(Capability.JSON_SCHEMA);
      } else if (name.equals("json_schema") && json.at(JsonToken.START_OBJECT)) {
        definitionBytes += json.skipMeasuring();
      } else {
        json.skip();
      }
    }
  }

  private void readModalities() {
    if (json.at(JsonToken.START_ARRAY)) {
      while (json.next() != JsonToken.END_ARRAY) {
        if (json.at(JsonToken.VALUE_STRING) && json.text().equals("audio")) {
          needs.add(Capability.AUDIO);
        }
        json.skip();
      }
    } else {
      json.skip();
    }
  }

  private void readMetadata() throws MalformedRequest {
    if (!json.at(JsonToken.START_OBJECT)) {
      json.skip();
      return;
    }
    for (String name = json.nextMember(); name != null; name = json.nextMember()) {
      if (name.equals("task")) {
        task = parameters.tag("metadata.task");
      } else {
        json.skip();
      }
    }
  }

  private ChatRequest finish(int nonAsciiBytes) throws MalformedRequest {
    String requested = model;
    if (requested == null) {
      throw ParameterReader.refuse(
          "missing_required_parameter", "model", "The parameter 'model' is required.");
    }
    if (!hasMessages) {
      throw ParameterReader.refuse(
          "missing_required_parameter", "messages", "The parameter 'messages' is required.");
    }
    if (tools > 0) {
      needs.add(Capability.TOOLS);
    }
    long promptBytes = messages.textBytes() + definitionBytes;
    RequestProfile profile =
        new RequestProfile(
            requested,
            stream,
            streamOptions.wantsUsage(),
            length,
            messages.count(),
            promptBytes,
            TokenEstimate.input(
                promptBytes,
                nonAsciiBytes,
                messages.count(),
                tools,
                messages.images(),
                messages.audioBytes(),
                messages.fileBytes()),
            maxOutputTokens,
            choices,
            tools,
            needs,
            task,
            user);
    if (needs.contains(Capability.JSON_SCHEMA)) {
      met.add(Quirk.NO_JSON_SCHEMA);
    }
    return new ChatRequest(
        body,
        offset,
        length,
        profile,
        modelStart,
        modelEnd,
        streamOptions.usageOption(modelEnd),
        dropped,
        functions,
        met.quirks(),
        userText,
        spans);
  }
}
