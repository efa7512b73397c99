package io.tollgate.bench.provider;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The smallest value that satisfies a JSON schema, for the keywords that structured outputs allow:
 * types, {@code properties}, {@code items}, {@code enum}, {@code const}, {@code anyOf}, local
 * {@code $ref}, and lower bounds of lengths and numbers.
 *
 * <p>All properties are given, required or not. A schema that refers to itself is followed 16
 * levels deep.
 */
final class SchemaExample {

  private static final int MAX_DEPTH = 16;
  private static final JsonNodeFactory NODES = JsonMapper.builder().build().getNodeFactory();

  private final JsonNode root;

  private SchemaExample(JsonNode root) {
    this.root = root;
  }

  static JsonNode of(JsonNode schema) {
    return new SchemaExample(schema).value(schema, 0);
  }

  private JsonNode value(JsonNode schema, int depth) {
    if (depth > MAX_DEPTH) {
      return NODES.nullNode();
    }
    JsonNode reference = schema.path("$ref");
    if (reference.isString() && reference.stringValue().startsWith("#")) {
      return value(root.at(reference.stringValue().substring(1)), depth + 1);
    }
    if (schema.has("const")) {
      return schema.path("const");
    }
    if (!schema.path("enum").isEmpty()) {
      return schema.path("enum").path(0);
    }
    for (String choice : new String[] {"anyOf", "oneOf", "allOf"}) {
      if (!schema.path(choice).isEmpty()) {
        return value(schema.path(choice).path(0), depth + 1);
      }
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "string" -> string(schema);
      case "integer" -> NODES.numberNode(lowerBound(schema, 1));
      case "number" -> schema.has("minimum") ? schema.path("minimum") : number(schema);
      case "boolean" -> NODES.booleanNode(true);
      default -> NODES.nullNode();
    };
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      return type.path(0).stringValue("null");
    }
    return type.stringValue(schema.has("properties") ? "object" : "null");
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    schema
        .path("properties")
        .properties()
        .forEach(property -> object.set(property.getKey(), value(property.getValue(), depth + 1)));
    return object;
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = NODES.arrayNode();
    int items = Math.min(64, schema.path("minItems").asInt(depth < MAX_DEPTH / 2 ? 1 : 0));
    for (int i = 0; i < items; i++) {
      array.add(value(schema.path("items"), depth + 1));
    }
    return array;
  }

  private static JsonNode string(JsonNode schema) {
    String text =
        switch (schema.path("format").stringValue("")) {
          case "date-time" -> "2026-01-01T00:00:00Z";
          case "date" -> "2026-01-01";
          case "time" -> "00:00:00Z";
          case "email" -> "a@example.com";
          case "uuid" -> "00000000-0000-4000-8000-000000000000";
          default -> "toll";
        };
    int shortest = Math.min(10_000, schema.path("minLength").asInt(0));
    int longest = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    String padded = text + "x".repeat(Math.max(0, shortest - text.length()));
    return NODES.stringNode(padded.substring(0, Math.min(longest, padded.length())));
  }

  private static JsonNode number(JsonNode schema) {
    return schema.has("exclusiveMinimum") || schema.has("maximum")
        ? NODES.numberNode(lowerBound(schema, 1))
        : NODES.numberNode(1.5);
  }

  /** The smallest whole number the schema allows, or the given one if it states no bound. */
  private static long lowerBound(JsonNode schema, long unbounded) {
    if (schema.has("minimum")) {
      return (long) Math.ceil(schema.path("minimum").asDouble());
    }
    if (schema.has("exclusiveMinimum")) {
      return (long) Math.floor(schema.path("exclusiveMinimum").asDouble()) + 1;
    }
    return schema.has("maximum")
        ? Math.min(unbounded, (long) Math.floor(schema.path("maximum").asDouble()))
        : unbounded;
  }
}
