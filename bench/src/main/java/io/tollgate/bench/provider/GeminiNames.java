package io.tollgate.bench.provider;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Names of members, which Google takes in two spellings and which are null where they are unset.
 */
final class GeminiNames {

  /** What holds a caller's own names. */
  private static final Set<String> FREE =
      Set.of(
          "args",
          "response",
          "parametersJsonSchema",
          "responseJsonSchema",
          "_responseJsonSchema",
          "properties",
          "labels");

  private GeminiNames() {}

  /** The same with every name in camel case and without nulls. */
  static ObjectNode camel(ObjectNode node) {
    ObjectNode camel = Trees.object();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String name = camel(member.getKey());
      JsonNode value = member.getValue();
      if (!value.isNull()) {
        boolean schema = name.equals("properties");
        camel.set(name, schema ? properties(value) : FREE.contains(name) ? value : value(value));
      }
    }
    return camel;
  }

  /** The names of properties are the caller's, the schemas below them are not. */
  private static JsonNode properties(JsonNode node) {
    ObjectNode properties = Trees.object();
    node.properties().forEach(member -> properties.set(member.getKey(), value(member.getValue())));
    return properties;
  }

  private static JsonNode value(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> camel(object);
      case ArrayNode array -> {
        ArrayNode values = Trees.array();
        array.values().forEach(element -> values.add(value(element)));
        yield values;
      }
      default -> node;
    };
  }

  private static String camel(String name) {
    int underscore = name.indexOf('_', 1);
    if (underscore < 0 || underscore == name.length() - 1) {
      return name;
    }
    return camel(
        name.substring(0, underscore)
            + Character.toUpperCase(name.charAt(underscore + 1))
            + name.substring(underscore + 2));
  }
}
