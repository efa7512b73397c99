package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import tools.jackson.databind.JsonNode;

/** Events as they are written: named after the type that stands in their data. */
final class ResponsesEvents {

  private ResponsesEvents() {}

  /** One event. */
  static String text(JsonNode data) {
    return "event: "
        + Nodes.text(data, "type", "error")
        + "\ndata: "
        + JsonDocument.text(data)
        + "\n\n";
  }
}
