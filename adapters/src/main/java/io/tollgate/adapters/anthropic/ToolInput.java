package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.json.JsonDocument;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The arguments of a call as the object that Anthropic wants them to be. */
final class ToolInput {

  private ToolInput() {}

  /** The object; arguments that are none, or free text, become its member {@code input}. */
  static ObjectNode of(Part.ToolCall call) {
    if (!call.custom()) {
      if (call.arguments().isBlank()) {
        return JsonNodeFactory.instance.objectNode();
      }
      try {
        JsonNode input = JsonDocument.read(call.arguments());
        if (input instanceof ObjectNode object) {
          return object;
        }
      } catch (JacksonException e) {
        // The model wrote something else; it is still told what.
      }
    }
    return JsonNodeFactory.instance.objectNode().put("input", call.arguments());
  }
}
