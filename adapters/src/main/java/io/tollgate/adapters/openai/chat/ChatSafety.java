package io.tollgate.adapters.openai.chat;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What Azure's filters say of an answer: for each category an object that says what was done. */
final class ChatSafety {

  private ChatSafety() {}

  /** Whether what a filter said is in the shape of this dialect. */
  static boolean isOwn(@Nullable JsonNode safety) {
    return safety != null
        && safety.isObject()
        && !safety.isEmpty()
        && safety.values().stream().allMatch(category -> category.has("filtered"));
  }
}
