package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.json.Nodes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The input of a request as items, whichever way it is written. */
final class InputItems {

  private InputItems() {}

  /** The items; a text is a message of the user. */
  static List<JsonNode> of(JsonNode request) {
    String text = Nodes.text(request, "input");
    if (text == null) {
      return Nodes.array(request, "input");
    }
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("type", "message");
    message.put("role", "user");
    message.put("content", text);
    return List.of(message);
  }

  /** The type of an item; one without is a message if it has a role, else a reference. */
  static String type(JsonNode item) {
    String type = Nodes.text(item, "type");
    if (type != null) {
      return type;
    }
    return item.has("role") ? "message" : "item_reference";
  }

  /** The id an item refers to; {@code null} where it is something itself. */
  static @Nullable String referenceIn(JsonNode item) {
    return type(item).equals("item_reference") ? Nodes.text(item, "id") : null;
  }
}
