package io.tollgate.adapters.conversation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Something a model may call. */
public sealed interface Tool {

  /**
   * A function of the application's.
   *
   * @param description what it does; {@code null} unsaid
   * @param parameters JSON schema of its arguments; {@code null} where it takes none
   * @param strict whether the arguments must follow the schema; {@code null} unsaid
   */
  record Function(
      String name,
      @Nullable String description,
      @Nullable JsonNode parameters,
      @Nullable Boolean strict,
      @Nullable CacheMark cache)
      implements Tool {}

  /** A tool only one dialect has: web search, code execution, a custom tool with a grammar. */
  record Native(String dialect, String type, @Nullable String name, JsonNode json)
      implements Tool {}
}
