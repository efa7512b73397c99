package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of a tool, by the name its client knows.
 *
 * <p>A custom tool that went to the provider as a function comes back with JSON around its text, so
 * it is held until it is whole.
 */
final class CallItem implements OutputItem {

  private final String id;
  private final int index;
  private final String callId;
  private final ToolNames.Known tool;
  private final boolean custom;
  private final boolean wrapped;
  private final StringBuilder arguments = new StringBuilder();
  private String status = "in_progress";

  /**
   * Begins a call.
   *
   * @param free whether the provider sends free text
   */
  CallItem(
      EventWriter events,
      ItemIds ids,
      int index,
      String callId,
      ToolNames.Known tool,
      boolean free) {
    this.custom = free || tool.custom();
    this.wrapped = custom && !free;
    this.id = ids.call(index, custom);
    this.index = index;
    this.callId = callId;
    this.tool = tool;
    events
        .begin("response.output_item.added")
        .number("output_index", index)
        .json("item", json())
        .end();
  }

  /** More of its arguments. */
  void append(EventWriter events, String more) {
    arguments.append(more);
    if (!wrapped && !more.isEmpty()) {
      delta(events, more);
    }
  }

  private void delta(EventWriter events, String text) {
    begin(
            events,
            custom
                ? "response.custom_tool_call_input.delta"
                : "response.function_call_arguments.delta")
        .string("delta", text)
        .end();
  }

  private EventWriter begin(EventWriter events, String type) {
    return events.begin(type).string("item_id", id).number("output_index", index);
  }

  @Override
  public void close(EventWriter events, String ending) {
    if (!status.equals("in_progress")) {
      return;
    }
    status = ending;
    if (wrapped) {
      String input = unwrapped(arguments.toString());
      arguments.setLength(0);
      arguments.append(input);
      delta(events, input);
    } else if (!custom && arguments.isEmpty()) {
      append(events, "{}");
    }
    if (custom) {
      begin(events, "response.custom_tool_call_input.done")
          .string("input", arguments.toString())
          .end();
    } else {
      begin(events, "response.function_call_arguments.done")
          .string("name", tool.name())
          .string("arguments", arguments.toString())
          .end();
    }
    events
        .begin("response.output_item.done")
        .number("output_index", index)
        .json("item", json())
        .end();
  }

  /** The text in the one parameter; what a model wrote otherwise is handed on as it is. */
  private static String unwrapped(String json) {
    try {
      String input = Nodes.text(JsonDocument.read(json), ToolsReader.INPUT);
      return input == null ? json : input;
    } catch (JacksonException e) {
      return json;
    }
  }

  @Override
  public JsonNode json() {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    item.put("id", id);
    item.put("type", custom ? "custom_tool_call" : "function_call");
    item.put("status", status);
    item.put("call_id", callId);
    if (tool.namespace() != null) {
      item.put("namespace", tool.namespace());
    }
    item.put("name", tool.name());
    boolean shown = !wrapped || !status.equals("in_progress");
    item.put(custom ? "input" : "arguments", shown ? arguments.toString() : "");
    return item;
  }
}
