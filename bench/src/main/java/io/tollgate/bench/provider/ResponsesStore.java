package io.tollgate.bench.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** The last responses that were to be kept, each with all that was said up to its end. */
final class ResponsesStore {

  private static final int MOST = 1_000;

  private final Map<String, ArrayNode> conversations = new LinkedHashMap<>();

  void keep(String id, ArrayNode items) {
    conversations.put(id, items);
    if (conversations.size() > MOST) {
      conversations.remove(conversations.keySet().iterator().next());
    }
  }

  @Nullable ArrayNode find(String id) {
    return conversations.get(id);
  }
}
