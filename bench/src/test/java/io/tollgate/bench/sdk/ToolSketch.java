package io.tollgate.bench.sdk;

import java.util.List;
import java.util.Map;

/** A tool that every SDK is given in its own words; the same three as in {@code features.mjs}. */
enum ToolSketch {
  WEATHER(
      "look_up_weather",
      "The weather in a city.",
      Map.of("city", Map.of("type", "string"), "days", Map.of("type", "integer")),
      List.of("city", "days")),
  TIME(
      "look_up_time",
      "The time in a zone.",
      Map.of("zone", Map.of("type", "string")),
      List.of("zone")),
  BELL("ring_bell", "Rings.", Map.of(), List.of());

  /** A town, as the answers that follow a schema describe it. */
  static final Map<String, Object> TOWN =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of(
              "name",
              Map.of("type", "string"),
              "inhabitants",
              Map.of("type", "integer"),
              "districts",
              Map.of("type", "array", "items", Map.of("type", "string"))),
          "required",
          List.of("name", "inhabitants", "districts"),
          "additionalProperties",
          false);

  final String toolName;
  final String description;
  final Map<String, Object> properties;
  final List<String> required;

  ToolSketch(
      String toolName, String description, Map<String, Object> properties, List<String> required) {
    this.toolName = toolName;
    this.description = description;
    this.properties = properties;
    this.required = required;
  }

  /** The JSON schema of its arguments. */
  Map<String, Object> schema() {
    return Map.of(
        "type",
        "object",
        "properties",
        properties,
        "required",
        required,
        "additionalProperties",
        false);
  }

  /** What a tool returns. */
  static Map<String, Object> resultOf(String toolName) {
    return Map.of("found", "result of " + toolName);
  }
}
