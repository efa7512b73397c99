package io.tollgate.bench.sdk;

import java.util.List;
import java.util.Map;

/** A tool that every SDK is given in its own words; the same three as in {@code features.mjs}. */
enum ToolSketch {
  WEATHER("look_up_weather", "The weather in a city."),
  TIME("look_up_time", "The time in a zone."),
  BELL("ring_bell", "Rings.");

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

  ToolSketch(String toolName, String description) {
    this.toolName = toolName;
    this.description = description;
  }

  /** The schemas of its arguments by their names. */
  Map<String, Object> properties() {
    Map<String, String> text = Map.of("type", "string");
    return switch (this) {
      case WEATHER -> Map.of("city", text, "days", Map.of("type", "integer"));
      case TIME -> Map.of("zone", text);
      case BELL -> Map.of();
    };
  }

  /** The arguments it cannot do without: all of them. */
  List<String> required() {
    return properties().keySet().stream().sorted().toList();
  }

  /** The JSON schema of its arguments. */
  Map<String, Object> schema() {
    return Map.of(
        "type",
        "object",
        "properties",
        properties(),
        "required",
        required(),
        "additionalProperties",
        false);
  }

  /** What a tool returns. */
  static Map<String, Object> resultOf(String toolName) {
    return Map.of("found", "result of " + toolName);
  }
}
