package io.tollgate.adapters.gemini;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Names of members in camel case, where a client writes snake case as protocol buffers allow; what
 * lies in members with names of the client's own stays as it is.
 */
final class CamelNames {

  private static final Set<String> FREE =
      Set.of(
          "args",
          "response",
          "parameters",
          "parametersJsonSchema",
          "responseSchema",
          "responseJsonSchema",
          "labels",
          "partMetadata");

  private CamelNames() {}

  /** The same document with names in camel case; the same object where it has no others. */
  static JsonNode of(JsonNode node) {
    return hasOthers(node) ? renamed(node) : node;
  }

  private static boolean hasOthers(JsonNode node) {
    if (node instanceof ArrayNode array) {
      return array.values().stream().anyMatch(CamelNames::hasOthers);
    }
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        String name = member.getKey();
        if (name.indexOf('_') > 0 || (!FREE.contains(name) && hasOthers(member.getValue()))) {
          return true;
        }
      }
    }
    return false;
  }

  private static JsonNode renamed(JsonNode node) {
    return switch (node) {
      case ArrayNode array -> {
        ArrayNode renamed = Trees.array();
        array.values().forEach(value -> renamed.add(renamed(value)));
        yield renamed;
      }
      case ObjectNode object -> {
        ObjectNode renamed = Trees.object();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
          String name = camel(member.getKey());
          renamed.set(name, FREE.contains(name) ? member.getValue() : renamed(member.getValue()));
        }
        yield renamed;
      }
      default -> node;
    };
  }

  /** A name in camel case. */
  static String camel(String name) {
    int underscore = name.indexOf('_');
    if (underscore <= 0) {
      return name;
    }
    StringBuilder camel = new StringBuilder(name.length());
    boolean raise = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        raise = true;
      } else {
        camel.append(raise ? Character.toUpperCase(c) : c);
        raise = false;
      }
    }
    return camel.toString();
  }
}
