package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes messages as items. */
final class ItemsWriter {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final boolean own;
  private final ToolNames names;
  private final Set<Quirk> quirks;
  private final Losses losses;
  private final ObjectNode request;
  private final ContentWriter content;
  private final ArrayNode items = JSON.arrayNode();

  // Parts of a message, or thoughts, that become one item with those that follow.
  private List<Part> words = new ArrayList<>();
  private List<String> thoughts = new ArrayList<>();
  private Part.@Nullable Reasoning thought;

  /**
   * A writer of one request.
   *
   * @param names the tools as a client of this dialect knows them
   * @param request where parts go that are members of the request
   */
  ItemsWriter(
      String dialect, ToolNames names, Set<Quirk> quirks, Losses losses, ObjectNode request) {
    this.own = dialect.equals(ResponsesClient.NAME);
    this.names = names;
    this.quirks = quirks;
    this.losses = losses;
    this.request = request;
    this.content = new ContentWriter(own, losses);
  }

  ArrayNode write(List<Message> messages) {
    for (Message message : messages) {
      if (message.name() != null) {
        losses.hint("name", "messages of the Responses API have none");
      }
      for (Part part : message.parts()) {
        write(message.role(), part);
      }
      endThought();
      endWords(message.role());
      if (own && message.parts().isEmpty()) {
        items.add(message(message.role(), List.of()));
      }
    }
    return items;
  }

  /** Whether the input is one message of the user's that is a text. */
  boolean isOneText(ArrayNode input) {
    return input.size() == 1
        && "user".equals(Nodes.text(input.get(0), "role"))
        && Nodes.text(input.get(0), "content") != null;
  }

  private void write(Role role, Part part) {
    if (!(part instanceof Part.Reasoning)) {
      endThought();
    }
    switch (part) {
      case Part.Reasoning reasoning -> reasoning(role, reasoning);
      case Part.ToolCall call -> {
        endWords(role);
        items.add(call(call));
      }
      case Part.ToolResult result -> {
        endWords(role);
        items.add(result(result));
      }
      case Part.Opaque opaque -> opaque(role, opaque);
      case Part.Text _, Part.Image _, Part.Document _, Part.Audio _, Part.Video _, Part.Refusal _ ->
          words.add(part);
    }
  }

  private void opaque(Role role, Part.Opaque part) {
    if (!part.dialect().equals(ResponsesClient.NAME)) {
      losses.meaning("content", "the Responses API has no word for a part of it");
    } else if (part.type().startsWith(ContentReader.PART)) {
      words.add(part);
    } else if (ConversationReader.isElsewhere(part.type())) {
      request.set(part.type(), part.json());
    } else {
      endWords(role);
      items.add(part.json());
    }
  }

  private void reasoning(Role role, Part.Reasoning part) {
    boolean known =
        ResponsesClient.NAME.equals(part.origin())
            || (own && part.origin() == null && part.id() != null);
    if (!known) {
      losses.hint("reasoning", "thoughts of another provider stay with it");
      return;
    }
    endWords(role);
    if (thought != null && !Thoughts.goesOn(thought, part)) {
      endThought();
    }
    thought = part;
    thoughts.add(part.text());
  }

  private void endThought() {
    if (thought != null) {
      items.add(Thoughts.item(thought.id(), thoughts, thought.signature()));
      thought = null;
      thoughts = new ArrayList<>();
    }
  }

  private void endWords(Role role) {
    if (!words.isEmpty()) {
      items.add(message(role, words));
      words = new ArrayList<>();
    }
  }

  private JsonNode message(Role role, List<Part> parts) {
    ObjectNode item = JSON.objectNode();
    item.put("type", "message");
    item.put("role", role(role));
    JsonNode text = content.plain(parts);
    if (text != null) {
      return item.set("content", text);
    }
    if (role != Role.ASSISTANT) {
      return item.set("content", content.input(parts));
    }
    // The official schema wants these of a message of the model's that is more than a text.
    item.put("id", "msg_tg_" + items.size());
    item.put("status", "completed");
    return item.set("content", content.output(parts));
  }

  private String role(Role role) {
    return switch (role) {
      case SYSTEM -> "system";
      case DEVELOPER -> quirks.contains(Quirk.NO_DEVELOPER_ROLE) ? "system" : "developer";
      case USER, TOOL -> "user";
      case ASSISTANT -> "assistant";
    };
  }

  private JsonNode call(Part.ToolCall call) {
    ToolNames.Known tool = names.known(call.name());
    String input = tool.custom() && !call.custom() ? input(call.arguments()) : null;
    boolean custom = call.custom() || input != null;
    ObjectNode item = JSON.objectNode();
    item.put("type", custom ? "custom_tool_call" : "function_call");
    item.put("call_id", CallIds.written(call.id()));
    if (tool.namespace() != null) {
      item.put("namespace", tool.namespace());
    }
    item.put("name", tool.name());
    item.put(custom ? "input" : "arguments", input == null ? call.arguments() : input);
    if (custom) {
      customCalls.add(call.id());
    }
    return item;
  }

  private final Set<String> customCalls = new java.util.HashSet<>();

  private static @Nullable String input(String arguments) {
    try {
      return Nodes.text(JsonDocument.read(arguments), ToolsReader.INPUT);
    } catch (JacksonException e) {
      return null;
    }
  }

  private JsonNode result(Part.ToolResult result) {
    if (Boolean.TRUE.equals(result.error())) {
      losses.hint("is_error", "the Responses API has none");
    }
    boolean custom = result.custom() || customCalls.contains(result.callId());
    ObjectNode item = JSON.objectNode();
    item.put("type", custom ? "custom_tool_call_output" : "function_call_output");
    item.put("call_id", CallIds.written(result.callId()));
    JsonNode text =
        result.content().isEmpty() ? JSON.stringNode("") : content.plain(result.content());
    return item.set("output", text == null ? content.input(result.content()) : text);
  }
}
