package io.tollgate.adapters.profile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Strict reading of one object of a request: a member of the wrong type is refused by its name.
 *
 * <p>Members that are asked for count as known; {@link #rest()} gives the others, which a dialect
 * forwards to its own kind.
 */
public final class RequestFields {

  private final String path;
  private final Map<String, JsonNode> rest = new LinkedHashMap<>();
  private final Map<String, JsonNode> all = new LinkedHashMap<>();

  private RequestFields(String path, JsonNode object) {
    this.path = path;
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      all.put(member.getKey(), member.getValue());
    }
    rest.putAll(all);
  }

  /**
   * The members of an object.
   *
   * @param path what it is called in refusals, e.g. {@code messages[2]}; empty for the whole body
   * @throws MalformedRequest if it is no object
   */
  public static RequestFields of(String path, JsonNode node) throws MalformedRequest {
    if (!node.isObject()) {
      throw ParameterReader.refuse(
          "invalid_type",
          path.isEmpty() ? null : path,
          path.isEmpty()
              ? "The request body must be a JSON object."
              : "The parameter '" + path + "' must be an object.");
    }
    return new RequestFields(path, node);
  }

  /** The name of a member in refusals. */
  public String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** A member that is there and not null. */
  public @Nullable JsonNode get(String name) {
    rest.remove(name);
    JsonNode value = all.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** Whether a member is there, null included. */
  public boolean has(String name) {
    return all.containsKey(name);
  }

  /** A member that is a string. */
  public @Nullable String text(String name) throws MalformedRequest {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      throw wrong(name, "a string");
    }
    return value.stringValue();
  }

  /** A string that must be there. */
  public String requiredText(String name) throws MalformedRequest {
    String value = text(name);
    if (value == null) {
      throw missing(name);
    }
    return value;
  }

  /** A member that is a boolean. */
  public @Nullable Boolean bool(String name) throws MalformedRequest {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isBoolean()) {
      throw wrong(name, "a boolean");
    }
    return value.booleanValue();
  }

  /** A member that is a whole number. */
  public @Nullable Long integer(String name) throws MalformedRequest {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    try {
      if (value.isNumber()) {
        return value.decimalValue().longValueExact();
      }
    } catch (ArithmeticException e) {
      // Said below.
    }
    throw wrong(name, "an integer");
  }

  /** A member that is a number, with the digits it was written with. */
  public @Nullable BigDecimal number(String name) throws MalformedRequest {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw wrong(name, "a number");
    }
    return value.decimalValue();
  }

  /** A member that is an object. */
  public @Nullable RequestFields object(String name) throws MalformedRequest {
    JsonNode value = get(name);
    return value == null ? null : of(path(name), value);
  }

  /** The elements of a member that is an array; empty where there is none. */
  public List<JsonNode> array(String name) throws MalformedRequest {
    JsonNode value = get(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw wrong(name, "an array");
    }
    return List.copyOf(value.values());
  }

  /** The elements of an array of objects. */
  public List<RequestFields> objects(String name) throws MalformedRequest {
    List<RequestFields> objects = new ArrayList<>();
    for (JsonNode element : array(name)) {
      objects.add(of(path(name) + "[" + objects.size() + "]", element));
    }
    return objects;
  }

  /** The members nobody has asked for, in their order. */
  public Map<String, JsonNode> rest() {
    return new LinkedHashMap<>(rest);
  }

  /** The refusal of a member that is no such thing. */
  public MalformedRequest wrong(String name, String expected) {
    return ParameterReader.refuse(
        "invalid_type", path(name), "The parameter '" + path(name) + "' must be " + expected + ".");
  }

  /** The refusal of a request without a member. */
  public MalformedRequest missing(String name) {
    return ParameterReader.refuse(
        "missing_required_parameter",
        path(name),
        "The parameter '" + path(name) + "' is required.");
  }
}
