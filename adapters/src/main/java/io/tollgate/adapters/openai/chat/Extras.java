package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.profile.RequestFields;
import io.tollgate.adapters.profile.UnreadNames;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Members of a request that the conversation has no word for: those of the body by their name,
 * those of an object in it together, by its path, e.g. {@code messages[2].content[0]}.
 */
final class Extras {

  private final Map<String, JsonNode> left = new LinkedHashMap<>();
  private final UnreadNames unread = new UnreadNames();

  /** None yet. */
  Extras() {}

  /** Those of a conversation, to be put back. */
  Extras(Map<String, JsonNode> extras) {
    left.putAll(extras);
  }

  /** Keeps the members of an object that nobody has asked for. */
  void keep(String path, RequestFields fields) {
    keep(path, fields.rest());
  }

  /** Keeps members of an object; one that is null says nothing, and is what SDKs fill up with. */
  void keep(String path, Map<String, JsonNode> members) {
    unread.kept(path, members);
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    members.forEach((name, value) -> {
      if (!value.isNull()) {
        object.set(name, value);
      }
    });
    if (path.isEmpty()) {
      object.properties().forEach(member -> left.put(member.getKey(), member.getValue()));
    } else if (!object.isEmpty()) {
      left.put(path, object);
    }
  }

  /** What is kept and was not put back. */
  Map<String, JsonNode> all() {
    return left;
  }

  /** The names of what is kept, and of what is not. */
  UnreadNames unread() {
    return unread;
  }

  /** Puts the members of an object back, beside those it has. */
  void restore(String path, ObjectNode object) {
    JsonNode members = left.remove(path);
    if (members != null) {
      members
          .properties()
          .forEach(member -> object.putIfAbsent(member.getKey(), member.getValue()));
    }
  }

  /** Puts the members of the body back; where one is an object there already, its members. */
  void restoreRest(ObjectNode body) {
    left.forEach((name, value) -> {
      if (body.get(name) instanceof ObjectNode known && value.isObject()) {
        value.properties().forEach(m -> known.putIfAbsent(m.getKey(), m.getValue()));
      } else {
        body.putIfAbsent(name, value);
      }
    });
  }
}
