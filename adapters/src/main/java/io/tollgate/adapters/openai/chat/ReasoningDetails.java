package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.json.Nodes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts OpenRouter's {@code reasoning_details} together from the pieces of a stream: those of one
 * index and type are one detail, whose texts grow and whose other members are replaced.
 */
final class ReasoningDetails {

  private static final List<String> GROWING = List.of("text", "summary", "data");

  private record Key(long index, String type) {}

  private final Map<Key, Map<String, Object>> details = new LinkedHashMap<>();

  boolean isEmpty() {
    return details.isEmpty();
  }

  /** Adds pieces; returns whether there were any. */
  boolean add(List<JsonNode> pieces) {
    boolean added = false;
    for (JsonNode piece : pieces) {
      if (piece.isObject()) {
        added = true;
        Key key = new Key(Nodes.integer(piece, "index", 0), Nodes.text(piece, "type", ""));
        merge(details.computeIfAbsent(key, k -> new LinkedHashMap<>()), piece);
      }
    }
    return added;
  }

  private static void merge(Map<String, Object> detail, JsonNode piece) {
    for (Map.Entry<String, JsonNode> member : piece.properties()) {
      JsonNode value = member.getValue();
      if (GROWING.contains(member.getKey()) && value.isString()) {
        grow(detail, member.getKey()).append(value.stringValue());
      } else if (!value.isNull() || !detail.containsKey(member.getKey())) {
        detail.put(member.getKey(), value);
      }
    }
  }

  /** A text in the making: adding to a string would copy it with every piece. */
  private static StringBuilder grow(Map<String, Object> detail, String name) {
    if (detail.get(name) instanceof StringBuilder text) {
      return text;
    }
    StringBuilder text = new StringBuilder();
    detail.put(name, text);
    return text;
  }

  /** All of them; nothing is left. */
  ArrayNode take() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(details.size());
    for (Map<String, Object> detail : details.values()) {
      ObjectNode object = array.addObject();
      detail.forEach((name, value) -> {
        if (value instanceof JsonNode node) {
          object.set(name, node);
        } else {
          object.put(name, value.toString());
        }
      });
    }
    details.clear();
    return array;
  }
}
