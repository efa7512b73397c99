package io.tollgate.adapters.openai.responses;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Thoughts of the model, as one text of a summary. */
final class ReasoningItem implements OutputItem {

  private final String id;
  private final int index;
  private final @Nullable String origin;
  private final boolean encrypted;
  private final boolean redacted;
  private final StringBuilder text = new StringBuilder();
  private @Nullable String signature;
  private boolean closed;

  /**
   * Begins thoughts.
   *
   * @param origin the dialect of their signature
   * @param encrypted whether the client is to bring the signature back
   */
  ReasoningItem(
      EventWriter events, String id, int index, @Nullable String origin, boolean encrypted) {
    this(events, id, index, origin, encrypted, null);
  }

  /** Begins thoughts of which only a signature is shown. */
  ReasoningItem(
      EventWriter events,
      String id,
      int index,
      @Nullable String origin,
      boolean encrypted,
      @Nullable String data) {
    this.id = id;
    this.index = index;
    this.origin = origin;
    this.encrypted = encrypted;
    this.signature = data;
    this.redacted = data != null;
    events
        .begin("response.output_item.added")
        .number("output_index", index)
        .json("item", Thoughts.item(id, List.of(), null))
        .end();
  }

  /** More of them. */
  void append(EventWriter events, String more) {
    if (more.isEmpty()) {
      return;
    }
    if (text.isEmpty()) {
      begin(events, "response.reasoning_summary_part.added")
          .json("part", Thoughts.summary(""))
          .end();
    }
    text.append(more);
    begin(events, "response.reasoning_summary_text.delta").string("delta", more).end();
  }

  void sign(String other) {
    signature = other;
  }

  private EventWriter begin(EventWriter events, String type) {
    return events
        .begin(type)
        .string("item_id", id)
        .number("output_index", index)
        .number("summary_index", 0);
  }

  @Override
  public void close(EventWriter events, String status) {
    if (closed) {
      return;
    }
    closed = true;
    if (!text.isEmpty()) {
      begin(events, "response.reasoning_summary_text.done").string("text", text.toString()).end();
      begin(events, "response.reasoning_summary_part.done")
          .json("part", Thoughts.summary(text.toString()))
          .end();
    }
    events
        .begin("response.output_item.done")
        .number("output_index", index)
        .json("item", json())
        .end();
  }

  @Override
  public JsonNode json() {
    return Thoughts.item(
        id,
        List.of(text.toString()),
        encrypted ? ForeignSignature.write(origin, signature, redacted) : null);
  }
}
