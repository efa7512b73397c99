package io.tollgate.bench.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The members an object of a strict dialect may have.
 *
 * <p>Written as {@code name:types}, where the types are {@code s}tring, {@code n}umber, {@code
 * b}oolean, {@code o}bject, {@code a}rray or {@code *}; {@code !} after them requires the member
 * and {@code ?} lets it be null.
 */
final class Shape {

  private final Map<String, String> members = new LinkedHashMap<>();

  private Shape() {}

  static Shape of(String... specs) {
    Shape shape = new Shape();
    for (String spec : specs) {
      for (String member : spec.split(" ", -1)) {
        int colon = member.indexOf(':');
        shape.members.put(member.substring(0, colon), member.substring(colon + 1));
      }
    }
    return shape;
  }

  /** The same with more members. */
  Shape with(String... specs) {
    Shape more = of(specs);
    Shape both = new Shape();
    both.members.putAll(members);
    both.members.putAll(more.members);
    return both;
  }

  Set<String> names() {
    return members.keySet();
  }

  /**
   * Holds an object to the shape.
   *
   * @param at where it is, for the message
   * @throws Refusal if it is no object, has other members, lacks one, or has one of another type
   */
  void check(JsonNode node, String at) {
    if (!node.isObject()) {
      throw Refusal.invalid(at + ": Input should be an object");
    }
    String prefix = at.isEmpty() ? "" : at + ".";
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String types = members.get(member.getKey());
      if (types == null) {
        throw Refusal.invalid(prefix + member.getKey() + ": Extra inputs are not permitted");
      }
      if (!allows(types, member.getValue())) {
        throw Refusal.invalid(prefix + member.getKey() + ": Input should be " + inWords(types));
      }
    }
    members.forEach((name, types) -> {
      if (types.endsWith("!") && !node.has(name)) {
        throw Refusal.invalid(prefix + name + ": Field required");
      }
    });
  }

  private static boolean allows(String types, JsonNode value) {
    if (value.isNull()) {
      return types.endsWith("?");
    }
    return switch (types.charAt(0)) {
      case 's' -> value.isString();
      case 'n' -> value.isNumber();
      case 'b' -> value.isBoolean();
      case 'o' -> value.isObject();
      case 'a' -> value.isArray();
      default -> true;
    };
  }

  private static String inWords(String types) {
    return switch (types.charAt(0)) {
      case 's' -> "a valid string";
      case 'n' -> "a valid number";
      case 'b' -> "a valid boolean";
      case 'o' -> "a valid dictionary";
      case 'a' -> "a valid list";
      default -> "present and not null";
    };
  }
}
