package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.json.JsonDocument;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON schema within what Anthropic enforces: every object closed, and of the other keywords only
 * those that it takes. One that it refuses is told to the model in the description, as Anthropic's
 * own SDKs do.
 */
final class StrictSchema {

  private static final Set<String> KEPT =
      Set.of(
          "type",
          "properties",
          "required",
          "items",
          "anyOf",
          "oneOf",
          "allOf",
          "enum",
          "const",
          "$ref",
          "$defs",
          "definitions",
          "description",
          "title",
          "default");

  private static final Set<String> FORMATS =
      Set.of(
          "date-time",
          "time",
          "date",
          "duration",
          "email",
          "hostname",
          "uri",
          "ipv4",
          "ipv6",
          "uuid");

  private StrictSchema() {}

  /** The schema; what is no object is left as it is. */
  static JsonNode of(JsonNode schema) {
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode strict = JsonNodeFactory.instance.objectNode();
    StringBuilder told = new StringBuilder();
    for (Map.Entry<String, JsonNode> member : schema.properties()) {
      String name = member.getKey();
      JsonNode value = member.getValue();
      switch (name) {
        case "properties", "$defs", "definitions" -> strict.set(name, each(value));
        case "items" -> strict.set(name, of(value));
        case "anyOf", "allOf" -> strict.set(name, all(value));
        // Anthropic has no word for exactly one of several.
        case "oneOf" -> strict.set("anyOf", all(value));
        case "$schema" -> {}
        default -> {
          boolean open = name.equals("additionalProperties") && !value.isObject();
          if (open || KEPT.contains(name) || isTaken(name, value)) {
            strict.set(name, value);
          } else {
            told.append(told.isEmpty() ? "" : ", ")
                .append(name)
                .append(": ")
                .append(JsonDocument.text(value));
          }
        }
      }
    }
    if (isObject(strict)) {
      strict.put("additionalProperties", false);
    }
    if (!told.isEmpty()) {
      JsonNode description = strict.get("description");
      String before =
          description != null && description.isString() ? description.stringValue() + "\n\n" : "";
      strict.put("description", before + "{" + told + "}");
    }
    return strict;
  }

  private static boolean isTaken(String name, JsonNode value) {
    return switch (name) {
      case "format" -> value.isString() && FORMATS.contains(value.stringValue());
      case "minItems" -> value.isInt() && (value.intValue() == 0 || value.intValue() == 1);
      default -> false;
    };
  }

  private static boolean isObject(ObjectNode schema) {
    JsonNode type = schema.get("type");
    if (type == null) {
      return schema.has("properties");
    }
    if (type.isString()) {
      return type.stringValue().equals("object");
    }
    for (JsonNode one : type.values()) {
      if (one.isString() && one.stringValue().equals("object")) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode each(JsonNode schemas) {
    if (!schemas.isObject()) {
      return schemas;
    }
    ObjectNode strict = JsonNodeFactory.instance.objectNode();
    schemas.properties().forEach(member -> strict.set(member.getKey(), of(member.getValue())));
    return strict;
  }

  private static JsonNode all(JsonNode schemas) {
    if (!schemas.isArray()) {
      return schemas;
    }
    ArrayNode strict = JsonNodeFactory.instance.arrayNode();
    schemas.values().forEach(schema -> strict.add(of(schema)));
    return strict;
  }
}
