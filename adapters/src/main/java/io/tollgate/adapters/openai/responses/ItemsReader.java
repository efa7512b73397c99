package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.ParameterReader;
import io.tollgate.adapters.profile.RequestFields;
import io.tollgate.adapters.profile.UnreadNames;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the items of a request as messages.
 *
 * <p>Thoughts, words and calls of the model that follow each other are one turn, as other dialects
 * have it, until it speaks a second time.
 */
final class ItemsReader {

  private final ToolNames names;
  private final UnreadNames unread;
  private final ContentReader contents;
  private final List<Message> messages = new ArrayList<>();
  private List<Part> turn = new ArrayList<>();
  private boolean spoken;

  ItemsReader(ToolNames names, UnreadNames unread) {
    this.names = names;
    this.unread = unread;
    this.contents = new ContentReader(unread);
  }

  /** The messages, in a list that may be changed. */
  List<Message> read(List<JsonNode> items) throws MalformedRequest {
    for (int i = 0; i < items.size(); i++) {
      String path = "input[" + i + "]";
      RequestFields item = RequestFields.of(path, items.get(i));
      read(item, items.get(i));
    }
    endTurn();
    return messages;
  }

  private void read(RequestFields item, JsonNode json) throws MalformedRequest {
    switch (InputItems.type(json)) {
      case "message" -> message(item);
      case "reasoning" -> reasoning(item);
      case "function_call" -> turn.add(call(item));
      case "custom_tool_call" -> turn.add(customCall(item));
      case "function_call_output" -> result(item);
      case "custom_tool_call_output" -> result(item);
      default -> {
        opaque(InputItems.type(json), json);
        return;
      }
    }
    unread.lost(item);
  }

  private void message(RequestFields item) throws MalformedRequest {
    String role = item.requiredText("role");
    List<Part> parts = contents.parts(item, "content");
    switch (role) {
      case "user" -> add(Role.USER, parts);
      case "system" -> add(Role.SYSTEM, parts);
      case "developer" -> add(Role.DEVELOPER, parts);
      case "assistant" -> {
        if (spoken) {
          endTurn();
        }
        spoken = true;
        turn.addAll(parts);
      }
      default -> throw item.wrong("role", "user, assistant, system or developer");
    }
  }

  private void add(Role role, List<Part> parts) {
    endTurn();
    messages.add(new Message(role, null, parts));
  }

  private void endTurn() {
    if (!turn.isEmpty() || spoken) {
      messages.add(new Message(Role.ASSISTANT, null, turn));
      turn = new ArrayList<>();
      spoken = false;
    }
  }

  private void reasoning(RequestFields item) throws MalformedRequest {
    List<RequestFields> summary = item.objects("summary");
    List<String> texts = new ArrayList<>();
    for (RequestFields part : summary.isEmpty() ? item.objects("content") : summary) {
      texts.add(part.requiredText("text"));
      unread.lost(part);
    }
    turn.addAll(Thoughts.of(texts, item.text("encrypted_content"), item.text("id")));
  }

  private Part call(RequestFields item) throws MalformedRequest {
    ToolNames.Known tool =
        new ToolNames.Known(item.text("namespace"), item.requiredText("name"), false);
    String arguments = item.text("arguments");
    return Part.ToolCall.of(
        item.requiredText("call_id"),
        names.flat(tool),
        arguments == null || arguments.isBlank() ? "{}" : arguments);
  }

  /** A call of a custom tool is one of the function that the tool has become. */
  private Part customCall(RequestFields item) throws MalformedRequest {
    ToolNames.Known tool =
        new ToolNames.Known(item.text("namespace"), item.requiredText("name"), true);
    String input = item.text("input");
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    arguments.put(ToolsReader.INPUT, input == null ? "" : input);
    return Part.ToolCall.of(
        item.requiredText("call_id"), names.flat(tool), JsonDocument.text(arguments));
  }

  private void result(RequestFields item) throws MalformedRequest {
    endTurn();
    List<Part> content = contents.parts(item, "output");
    Part result =
        new Part.ToolResult(item.requiredText("call_id"), null, content, null, false, null);
    // Results that follow each other answer the calls of one turn, each by a message of its own.
    messages.add(Message.of(Role.TOOL, result));
  }

  private void opaque(String type, JsonNode json) throws MalformedRequest {
    if (type.length() > 128) {
      throw ParameterReader.refuse("invalid_value", "input", "The type of an item is too long.");
    }
    Part part = new Part.Opaque(ResponsesClient.NAME, type, json);
    if (type.endsWith("_output") || type.endsWith("_response")) {
      endTurn();
      messages.add(Message.of(Role.TOOL, part));
    } else {
      turn.add(part);
    }
  }
}
