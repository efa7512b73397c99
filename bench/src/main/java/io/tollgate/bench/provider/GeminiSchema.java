package io.tollgate.bench.provider;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Google's own subset of JSON schema, which is far from all of it. */
final class GeminiSchema {

  private static final GeminiShape SHAPE =
      new GeminiShape(
          "type:s format:s title:s description:s nullable:b enum:a maxItems:n minItems:n"
              + " properties:o required:a minProperties:n maxProperties:n minLength:n maxLength:n"
              + " pattern:s example:* anyOf:a propertyOrdering:a default:* items:o minimum:n"
              + " maximum:n");
  private static final Set<String> TYPES =
      Set.of("STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL");

  private GeminiSchema() {}

  /**
   * Holds a schema to the subset.
   *
   * @return the same as JSON schema has it, with types in lower case
   */
  static ObjectNode check(JsonNode schema, String at) {
    SHAPE.check(schema, at);
    ObjectNode plain = Trees.object();
    plain.setAll((ObjectNode) schema);
    String type = schema.path("type").stringValue("").toUpperCase(Locale.ROOT);
    if (schema.has("type") && !TYPES.contains(type)) {
      throw Refusal.invalid("Invalid value at '" + at + ".type': \"" + type + "\"");
    }
    if (!type.isEmpty()) {
      plain.put("type", type.toLowerCase(Locale.ROOT));
    }
    if (type.equals("OBJECT") && schema.has("properties") && schema.path("properties").isEmpty()) {
      throw Refusal.invalid(at + ".properties: should be non-empty for OBJECT type");
    }
    if (type.equals("ARRAY") && !schema.has("items")) {
      throw Refusal.invalid(at + ".items: missing field.");
    }
    if (schema.has("enum") && !type.equals("STRING")) {
      throw Refusal.invalid(at + ".enum: only allowed for STRING type");
    }
    String format = schema.path("format").stringValue("");
    if (type.equals("STRING") && !Set.of("", "enum", "date-time").contains(format)) {
      throw Refusal.invalid(
          at + ".format: only 'enum' and 'date-time' are supported for STRING type");
    }
    below(schema, plain, at);
    return plain;
  }

  private static void below(JsonNode schema, ObjectNode plain, String at) {
    if (schema.has("items")) {
      plain.set("items", check(schema.path("items"), at + ".items"));
    }
    if (schema.has("properties")) {
      ObjectNode properties = plain.putObject("properties");
      for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
        String name = property.getKey();
        properties.set(name, check(property.getValue(), at + ".properties[" + name + "]"));
      }
    }
    for (JsonNode name : schema.path("required").values()) {
      if (!schema.path("properties").has(name.stringValue(""))) {
        throw Refusal.invalid(at + ".required: property is not defined: " + name);
      }
    }
    if (schema.has("anyOf")) {
      ArrayNode choices = plain.putArray("anyOf");
      int index = 0;
      for (JsonNode choice : schema.path("anyOf").values()) {
        choices.add(check(choice, at + ".any_of[" + index++ + "]"));
      }
    }
  }
}
