package io.tollgate.adapters.anthropic;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Adds to a system prompt. */
final class Instructions {

  private Instructions() {}

  /** The system prompt with one more text at its end, where there is one. */
  static @Nullable JsonNode with(@Nullable JsonNode system, @Nullable String more) {
    if (more == null) {
      return system;
    }
    if (system == null) {
      return JsonNodeFactory.instance.stringNode(more);
    }
    ArrayNode blocks = JsonNodeFactory.instance.arrayNode();
    if (system.isString()) {
      blocks.addObject().put("type", "text").put("text", system.stringValue());
    } else {
      system.forEach(blocks::add);
    }
    blocks.addObject().put("type", "text").put("text", more);
    return blocks;
  }
}
