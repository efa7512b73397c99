package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.json.Nodes;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Words of the model: texts and refusals that follow each other, each a part of one message. */
final class MessageItem implements OutputItem {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String id;
  private final int index;
  private final List<Content> contents = new ArrayList<>();
  private String status = "in_progress";

  /** One part. */
  static final class Content {
    private final int index;
    private final boolean refusal;
    private final StringBuilder text = new StringBuilder();
    private final ArrayNode annotations = JSON.arrayNode();
    private final ArrayNode logprobs = JSON.arrayNode();
    private boolean closed;

    private Content(int index, boolean refusal) {
      this.index = index;
      this.refusal = refusal;
    }

    private ObjectNode json() {
      ObjectNode part = JSON.objectNode();
      if (refusal) {
        return part.put("type", "refusal").put("refusal", text.toString());
      }
      part.put("type", "output_text");
      part.put("text", text.toString());
      part.set("annotations", annotations.deepCopy());
      part.set("logprobs", logprobs.deepCopy());
      return part;
    }
  }

  MessageItem(EventWriter events, String id, int index) {
    this.id = id;
    this.index = index;
    events
        .begin("response.output_item.added")
        .number("output_index", index)
        .json("item", json())
        .end();
  }

  /** Begins a part. */
  Content open(EventWriter events, boolean refusal) {
    Content content = new Content(contents.size(), refusal);
    contents.add(content);
    begin(events, "response.content_part.added", content).json("part", content.json()).end();
    return content;
  }

  private EventWriter begin(EventWriter events, String type, Content content) {
    return events
        .begin(type)
        .string("item_id", id)
        .number("output_index", index)
        .number("content_index", content.index);
  }

  /** More words. */
  void append(EventWriter events, Content content, String text) {
    content.text.append(text);
    if (content.refusal) {
      begin(events, "response.refusal.delta", content).string("delta", text).end();
    } else {
      begin(events, "response.output_text.delta", content)
          .string("delta", text)
          .emptyArray("logprobs")
          .end();
    }
  }

  /** Where words come from. */
  void cite(EventWriter events, Content content, Citation citation) {
    JsonNode annotation = Citations.write(citation);
    if (annotation != null && !content.refusal) {
      begin(events, "response.output_text.annotation.added", content)
          .number("annotation_index", content.annotations.size())
          .json("annotation", annotation)
          .end();
      content.annotations.add(annotation);
    }
  }

  /**
   * How likely the tokens of the last part were, in the shape of chat completions. They are said
   * when the part ends.
   */
  void note(JsonNode logprobs) {
    if (contents.isEmpty()) {
      return;
    }
    for (JsonNode token : Nodes.array(logprobs, "content")) {
      if (token.isObject()) {
        ObjectNode whole = JSON.objectNode();
        token.properties().forEach(member -> whole.set(member.getKey(), member.getValue()));
        if (!whole.path("bytes").isArray()) {
          whole.putArray("bytes");
        }
        if (!whole.path("top_logprobs").isArray()) {
          whole.putArray("top_logprobs");
        }
        contents.getLast().logprobs.add(whole);
      }
    }
  }

  /** Ends a part. */
  void close(EventWriter events, Content content) {
    if (content.closed) {
      return;
    }
    content.closed = true;
    if (content.refusal) {
      begin(events, "response.refusal.done", content)
          .string("refusal", content.text.toString())
          .end();
    } else {
      begin(events, "response.output_text.done", content)
          .string("text", content.text.toString())
          .json("logprobs", content.logprobs)
          .end();
    }
    begin(events, "response.content_part.done", content).json("part", content.json()).end();
  }

  boolean hasRefusal() {
    return contents.stream().anyMatch(content -> content.refusal);
  }

  @Override
  public void close(EventWriter events, String ending) {
    if (!status.equals("in_progress")) {
      return;
    }
    contents.forEach(content -> close(events, content));
    status = ending;
    events
        .begin("response.output_item.done")
        .number("output_index", index)
        .json("item", json())
        .end();
  }

  @Override
  public JsonNode json() {
    ObjectNode item = JSON.objectNode();
    item.put("id", id);
    item.put("type", "message");
    item.put("status", status);
    item.put("role", "assistant");
    ArrayNode content = item.putArray("content");
    contents.forEach(part -> content.add(part.json()));
    return item;
  }
}
