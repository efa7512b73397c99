package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.RequestFields;
import io.tollgate.adapters.profile.UnreadNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what the model may and must call. */
final class ToolReader {

  /** The type under which cached content is kept: no other dialect can tell what is in it. */
  static final String CACHED_CONTENT = "cachedContent";

  private final List<Tool> tools = new ArrayList<>();
  private final ObjectNode beside = Trees.object();
  private final UnreadNames unread;

  ToolReader(UnreadNames unread) {
    this.unread = unread;
  }

  List<Tool> tools() {
    return tools;
  }

  /** By function, the members of its declaration that the conversation has no place for. */
  ObjectNode beside() {
    return beside;
  }

  void cachedContent(String name) {
    JsonNode json = Trees.object(CACHED_CONTENT, name);
    tools.add(new Tool.Native(GeminiClient.NAME, CACHED_CONTENT, null, json));
  }

  /** Reads one element of the list. */
  void read(RequestFields tool) throws MalformedRequest {
    for (RequestFields declaration : tool.objects("functionDeclarations")) {
      readFunction(declaration);
    }
    for (Map.Entry<String, JsonNode> other : tool.rest().entrySet()) {
      if (!other.getValue().isNull()) {
        JsonNode json = Trees.object(other.getKey(), other.getValue());
        tools.add(new Tool.Native(GeminiClient.NAME, other.getKey(), null, json));
      }
    }
  }

  private void readFunction(RequestFields declaration) throws MalformedRequest {
    String name = declaration.requiredText("name");
    JsonNode schema = declaration.get("parametersJsonSchema");
    JsonNode parameters = declaration.get("parameters");
    if (schema == null && parameters != null) {
      schema = GeminiSchema.toJsonSchema(parameters);
    }
    if (schema != null && !schema.isObject()) {
      throw declaration.wrong("parametersJsonSchema", "an object");
    }
    tools.add(new Tool.Function(name, declaration.text("description"), schema, null, null));
    JsonNode rest = Trees.objectOf(declaration.rest());
    if (rest != null) {
      unread.kept("tools", declaration.rest());
      beside.set(name, rest);
    }
  }

  /** Reads {@code functionCallingConfig}; {@code null} where it says nothing. */
  static @Nullable ToolChoice choice(RequestFields config, JsonNode json) throws MalformedRequest {
    String mode = config.text("mode");
    List<String> names = new ArrayList<>();
    for (JsonNode name : config.array("allowedFunctionNames")) {
      if (!name.isString()) {
        throw config.wrong("allowedFunctionNames", "an array of strings");
      }
      names.add(name.stringValue());
    }
    if (!config.rest().isEmpty()) {
      return own(json);
    }
    boolean among = !names.isEmpty();
    return switch (mode) {
      case null -> null;
      case "MODE_UNSPECIFIED" -> null;
      // Without names it only makes sure of what every other dialect takes for granted.
      case "VALIDATED" -> among ? new ToolChoice.Among(names, false) : new ToolChoice.Auto();
      case "ANY" ->
          names.size() == 1
              ? new ToolChoice.Named(names.getFirst())
              : among ? new ToolChoice.Among(names, true) : new ToolChoice.Required();
      case "AUTO" -> among ? own(json) : new ToolChoice.Auto();
      case "NONE" -> among ? own(json) : new ToolChoice.None();
      default -> own(json);
    };
  }

  private static ToolChoice own(JsonNode json) {
    return new ToolChoice.Native(GeminiClient.NAME, json);
  }
}
