package io.tollgate.adapters.openai.responses;

import tools.jackson.databind.JsonNode;

/** An item that comes whole. */
record WholeItem(JsonNode json) implements OutputItem {

  /** Begins and ends it. */
  static WholeItem write(EventWriter events, int index, JsonNode json) {
    events
        .begin("response.output_item.added")
        .number("output_index", index)
        .json("item", json)
        .end();
    events
        .begin("response.output_item.done")
        .number("output_index", index)
        .json("item", json)
        .end();
    return new WholeItem(json);
  }

  @Override
  public void close(EventWriter events, String status) {
    // It has ended.
  }
}
