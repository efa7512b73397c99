package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON values of requests and answers. */
final class Trees {

  static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  static final JsonNodeFactory NODES = JSON.getNodeFactory();

  private Trees() {}

  /**
   * A body as the object it must be.
   *
   * @throws Refusal if it is none
   */
  static ObjectNode object(Buffer body) {
    try {
      if (JSON.readTree(body.getBytes()) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw Refusal.invalid("the body is not JSON: " + e.getOriginalMessage());
    }
    throw Refusal.invalid("the body is not a JSON object");
  }

  /** A text as the JSON value it is. */
  static JsonNode read(String json) {
    return JSON.readTree(json);
  }

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static ArrayNode array() {
    return NODES.arrayNode();
  }

  /** An object with what a block of code puts into it. */
  static ObjectNode object(Consumer<ObjectNode> content) {
    ObjectNode object = object();
    content.accept(object);
    return object;
  }

  static Buffer bytes(JsonNode node) {
    return Buffer.buffer(JSON.writeValueAsBytes(node));
  }
}
