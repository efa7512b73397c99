package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.json.JsonText;
import io.tollgate.adapters.json.Nodes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is kept of an answered request, for requests that go on from it.
 *
 * <p>Turns of one conversation share their trees, so that each adds only its own to memory.
 *
 * @param responseId the answer's id, as the client has it
 * @param items everything that was said, oldest first: earlier items, the request's own, and those
 *     of the answer
 * @param answerItems how many of them, the last ones, are of the answer
 * @param document the whole response, for a client that asks for it again
 */
public record ResponsesTurn(
    String responseId, List<JsonNode> items, int answerItems, JsonNode document) {

  public ResponsesTurn {
    items = List.copyOf(items);
  }

  static @Nullable ResponsesTurn of(List<JsonNode> earlier, List<JsonNode> own, JsonNode response) {
    String id = Nodes.text(response, "id");
    if (id == null) {
      return null;
    }
    List<JsonNode> output = Nodes.array(response, "output");
    List<JsonNode> items = new ArrayList<>(earlier.size() + own.size() + output.size());
    items.addAll(earlier);
    items.addAll(own);
    items.addAll(output);
    return new ResponsesTurn(id, items, output.size(), response);
  }

  /** An item by its id; {@code null} where it is none of this conversation's. */
  public @Nullable JsonNode item(String id) {
    for (JsonNode item : items) {
      if (id.equals(Nodes.text(item, "id"))) {
        return item;
      }
    }
    return null;
  }

  /** The answer to a client that has this one deleted. */
  public byte[] deletion() {
    StringBuilder json = new StringBuilder("{\"id\":");
    JsonText.appendQuoted(json, responseId);
    json.append(",\"object\":\"response\",\"deleted\":true}");
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
