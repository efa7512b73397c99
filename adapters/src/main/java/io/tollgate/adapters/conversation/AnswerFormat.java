package io.tollgate.adapters.conversation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The shape an answer must have. */
public sealed interface AnswerFormat {

  /** Text, said explicitly. */
  record Text() implements AnswerFormat {}

  /** Any JSON object. */
  record JsonObject() implements AnswerFormat {}

  /**
   * JSON that follows a schema.
   *
   * @param name what it is called; {@code null} where the dialect has no name for it
   */
  record JsonSchema(
      @Nullable String name,
      @Nullable String description,
      JsonNode schema,
      @Nullable Boolean strict)
      implements AnswerFormat {}
}
