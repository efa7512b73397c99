package io.tollgate.bench.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The members that Google's JSON of protocol buffers knows. */
final class GeminiShape {

  private final Map<String, Character> members = new LinkedHashMap<>();

  /** Written as {@code name:type}, with types as {@link Shape} has them. */
  GeminiShape(String spec) {
    for (String member : spec.split(" ", -1)) {
      int colon = member.indexOf(':');
      members.put(member.substring(0, colon), member.charAt(colon + 1));
    }
  }

  Set<String> names() {
    return members.keySet();
  }

  /**
   * Holds an object to the shape.
   *
   * @throws Refusal if it is no object, or has a member that is unknown or of another type
   */
  void check(JsonNode node, String at) {
    if (!node.isObject()) {
      throw invalid(at, node);
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      Character type = members.get(member.getKey());
      if (type == null) {
        throw Refusal.invalid(
            "Invalid JSON payload received. Unknown name \"%s\" at '%s': Cannot find field."
                .formatted(member.getKey(), at));
      }
      JsonNode value = member.getValue();
      boolean fits =
          switch (type) {
            case 's' -> value.isString();
            case 'n' -> value.isNumber() || value.isString();
            case 'b' -> value.isBoolean();
            case 'o' -> value.isObject();
            case 'a' -> value.isArray();
            default -> true;
          };
      if (!fits && value.isArray()) {
        throw Refusal.invalid(
            "Invalid JSON payload received. Unknown name \"%s\" at '%s': Proto field is not"
                    .formatted(member.getKey(), at)
                + " repeating, cannot start list.");
      }
      if (!fits) {
        throw invalid(at + "." + member.getKey(), value);
      }
    }
  }

  private static Refusal invalid(String at, JsonNode value) {
    String text = value.toString();
    return Refusal.invalid(
        "Invalid value at '%s': %s".formatted(at, text.substring(0, Math.min(40, text.length()))));
  }
}
