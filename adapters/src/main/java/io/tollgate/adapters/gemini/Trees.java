package io.tollgate.adapters.gemini;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Building JSON trees. */
final class Trees {

  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Trees() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static ArrayNode array() {
    return NODES.arrayNode();
  }

  /** An object with one member. */
  static ObjectNode object(String name, JsonNode value) {
    ObjectNode object = object();
    object.set(name, value);
    return object;
  }

  /** An object with one member that is a text. */
  static ObjectNode object(String name, String value) {
    return object(name, NODES.stringNode(value));
  }

  /** The object that a text is the JSON of; {@code null} where it is of none. */
  static @Nullable JsonNode parseObject(String json) {
    try {
      JsonNode node = JsonDocument.read(json);
      return node.isObject() ? node : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  /** Puts members into an object; where both have an object of a name, its members are put in. */
  static void merge(ObjectNode into, @Nullable JsonNode more) {
    if (more == null) {
      return;
    }
    for (Map.Entry<String, JsonNode> member : more.properties()) {
      if (Nodes.object(into, member.getKey()) instanceof ObjectNode inner
          && member.getValue().isObject()) {
        merge(inner, member.getValue());
      } else {
        into.set(member.getKey(), member.getValue());
      }
    }
  }

  /** An object of these members; {@code null} where there are none. */
  static @Nullable ObjectNode objectOf(Map<String, JsonNode> members) {
    if (members.isEmpty()) {
      return null;
    }
    ObjectNode object = object();
    members.forEach(object::set);
    return object;
  }
}
