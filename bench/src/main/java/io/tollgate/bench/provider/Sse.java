package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import tools.jackson.databind.JsonNode;

/** Server-sent events. */
final class Sse {

  private Sse() {}

  static Buffer data(JsonNode json) {
    return Buffer.buffer("data: ").appendBuffer(Trees.bytes(json)).appendString("\n\n");
  }

  static Buffer event(String name, JsonNode json) {
    return Buffer.buffer("event: " + name + "\n").appendBuffer(data(json));
  }
}
