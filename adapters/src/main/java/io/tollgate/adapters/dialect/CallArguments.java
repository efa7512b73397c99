package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.json.JsonDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The arguments of a tool call for dialects in which they are an object and not a text. */
public final class CallArguments {

  private CallArguments() {}

  /**
   * The arguments as an object. What is none, because the tool takes free text or the model wrote
   * no JSON, becomes the member {@code input} of one, so that it is not lost.
   */
  public static JsonNode object(Part.ToolCall call) {
    if (!call.custom()) {
      if (call.arguments().isBlank()) {
        return JsonNodeFactory.instance.objectNode();
      }
      JsonNode object = parsed(call.arguments());
      if (object != null) {
        return object;
      }
    }
    return JsonNodeFactory.instance.objectNode().put("input", call.arguments());
  }

  private static @Nullable JsonNode parsed(String arguments) {
    try {
      JsonNode tree = JsonDocument.read(arguments);
      return tree.isObject() ? tree : null;
    } catch (JacksonException e) {
      return null;
    }
  }
}
