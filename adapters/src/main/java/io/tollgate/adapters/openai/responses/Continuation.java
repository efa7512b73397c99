package io.tollgate.adapters.openai.responses;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a request goes on from, once it is in its input.
 *
 * @param responseId the earlier answer; {@code null} for none
 * @param items the earlier items, which are the first ones of the input
 */
record Continuation(@Nullable String responseId, List<JsonNode> items) {

  static final Continuation NONE = new Continuation(null, List.of());

  Continuation {
    items = List.copyOf(items);
  }
}
