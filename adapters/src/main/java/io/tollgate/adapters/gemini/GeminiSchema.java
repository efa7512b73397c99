package io.tollgate.adapters.gemini;

import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Google's {@code Schema}, a subset of OpenAPI 3.0, as JSON schema: types are in lower case, {@code
 * nullable} is a second type, limits that are written as text are numbers.
 */
final class GeminiSchema {

  private static final int MAX_LONG_DIGITS = 18;

  private GeminiSchema() {}

  /** The JSON schema of a schema; what is no object stays as it is. */
  static JsonNode toJsonSchema(JsonNode schema) {
    if (!(schema instanceof ObjectNode object)) {
      return schema;
    }
    ObjectNode json = Trees.object();
    boolean nullable = false;
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String name = CamelNames.camel(member.getKey());
      JsonNode value = member.getValue();
      switch (name) {
        case "nullable" -> nullable = value.isBoolean() && value.booleanValue();
        case "type" -> putType(json, value);
        case "items" -> json.set(name, toJsonSchema(value));
        case "anyOf" -> json.set(name, each(value));
        case "properties" -> json.set(name, properties(value));
        case "minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties" ->
            json.set(name, number(value));
        case "example" -> json.set("examples", Trees.array().add(value));
        default -> json.set(name, value);
      }
    }
    if (nullable) {
      addNull(json);
    }
    return json;
  }

  private static void putType(ObjectNode json, JsonNode value) {
    String type = value.isString() ? value.stringValue().toLowerCase(Locale.ROOT) : "";
    if (type.isEmpty()) {
      json.set("type", value);
    } else if (!type.equals("type_unspecified")) {
      json.put("type", type);
    }
  }

  private static void addNull(ObjectNode json) {
    JsonNode type = json.get("type");
    if (type != null && type.isString()) {
      json.set("type", Trees.array().add(type).add("null"));
      if (json.get("enum") instanceof ArrayNode words) {
        json.set("enum", words.deepCopy().addNull());
      }
    } else if (json.get("anyOf") instanceof ArrayNode choices) {
      json.set("anyOf", choices.deepCopy().add(Trees.object("type", "null")));
    }
  }

  private static JsonNode each(JsonNode schemas) {
    if (!schemas.isArray()) {
      return schemas;
    }
    ArrayNode all = Trees.array();
    schemas.values().forEach(schema -> all.add(toJsonSchema(schema)));
    return all;
  }

  private static JsonNode properties(JsonNode value) {
    if (!(value instanceof ObjectNode object)) {
      return value;
    }
    ObjectNode all = Trees.object();
    object
        .properties()
        .forEach(member -> all.set(member.getKey(), toJsonSchema(member.getValue())));
    return all;
  }

  private static JsonNode number(JsonNode value) {
    if (value.isString()) {
      String digits = value.stringValue();
      if (!digits.isEmpty()
          && digits.length() <= MAX_LONG_DIGITS
          && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Trees.NODES.numberNode(Long.parseLong(digits));
      }
    }
    return value;
  }
}
