package io.tollgate.gateway.http;

import io.tollgate.adapters.openai.chat.ModelList;
import io.tollgate.gateway.config.RoutingState;
import org.jspecify.annotations.Nullable;

/** What a caller may ask for, in the dialect that asks. */
final class ModelsPath {

  private ModelsPath() {}

  /** The list, or the entry of one model; {@code null} where there is none of that name. */
  static byte @Nullable [] json(@Nullable String name, RoutingState routing) {
    if (name == null) {
      return ModelList.json(routing.models());
    }
    return routing.modelNames().contains(name) ? ModelList.json(routing.model(name)) : null;
  }
}
