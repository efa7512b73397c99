package io.tollgate.adapters.json;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Lenient reading of what a provider sent: a member that is missing, null, or of another type than
 * expected is absent.
 */
public final class Nodes {

  private Nodes() {}

  /** A member that is there and not null. */
  public static @Nullable JsonNode get(@Nullable JsonNode object, String name) {
    JsonNode value = object == null ? null : object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** A member that is an object. */
  public static @Nullable JsonNode object(@Nullable JsonNode object, String name) {
    JsonNode value = get(object, name);
    return value != null && value.isObject() ? value : null;
  }

  /** The elements of a member that is an array; empty where it is none. */
  public static List<JsonNode> array(@Nullable JsonNode object, String name) {
    JsonNode value = get(object, name);
    return value != null && value.isArray() ? List.copyOf(value.values()) : List.of();
  }

  /** A member that is a string. */
  public static @Nullable String text(@Nullable JsonNode object, String name) {
    JsonNode value = get(object, name);
    return value != null && value.isString() ? value.stringValue() : null;
  }

  /** A member that is a string, or another text where it is none. */
  public static String text(@Nullable JsonNode object, String name, String absent) {
    String value = text(object, name);
    return value == null ? absent : value;
  }

  /**
   * A member that is a whole number, also one written as {@code 12.0}; {@code absent} where it is
   * none that fits.
   */
  public static long integer(@Nullable JsonNode object, String name, long absent) {
    JsonNode value = get(object, name);
    if (value == null || !value.isNumber()) {
      return absent;
    }
    try {
      return value.decimalValue().longValueExact();
    } catch (ArithmeticException e) {
      return absent;
    }
  }

  /** Whether a member is {@code true}. */
  public static boolean isTrue(@Nullable JsonNode object, String name) {
    JsonNode value = get(object, name);
    return value != null && value.isBoolean() && value.booleanValue();
  }
}
