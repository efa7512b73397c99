package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.json.Nodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts OpenRouter's {@code reasoning_details} together from the pieces of a stream. */
final class ReasoningDetails {

  private static final List<String> GROWING = List.of("text", "summary", "data");

  private List<ObjectNode> whole = new ArrayList<>();

  boolean isEmpty() {
    return whole.isEmpty();
  }

  /** Adds pieces; returns whether there were any. */
  boolean add(List<JsonNode> pieces) {
    boolean added = false;
    for (JsonNode piece : pieces) {
      if (piece instanceof ObjectNode object) {
        added = true;
        ObjectNode known = find(object);
        if (known == null) {
          whole.add(copy(object));
        } else {
          merge(known, object);
        }
      }
    }
    return added;
  }

  private @Nullable ObjectNode find(ObjectNode piece) {
    for (ObjectNode known : whole) {
      if (Nodes.integer(known, "index", 0) == Nodes.integer(piece, "index", 0)
          && Nodes.text(known, "type", "").equals(Nodes.text(piece, "type", ""))) {
        return known;
      }
    }
    return null;
  }

  private static ObjectNode copy(ObjectNode object) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    object.properties().forEach(member -> copy.set(member.getKey(), member.getValue()));
    return copy;
  }

  private static void merge(ObjectNode known, ObjectNode piece) {
    piece
        .properties()
        .forEach(member -> {
          String name = member.getKey();
          JsonNode value = member.getValue();
          if (GROWING.contains(name) && value.isString()) {
            known.put(name, Nodes.text(known, name, "") + value.stringValue());
          } else if (!value.isNull()) {
            known.set(name, value);
          }
        });
  }

  /** All of them; nothing is left. */
  ArrayNode take() {
    ArrayNode array = ChatThoughts.array(whole);
    whole = new ArrayList<>();
    return array;
  }
}
