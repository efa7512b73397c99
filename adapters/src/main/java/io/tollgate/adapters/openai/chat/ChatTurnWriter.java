package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.Quirk;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the messages of a conversation. */
final class ChatTurnWriter {

  private final Conversation said;
  private final Set<Quirk> quirks;
  private final Losses losses;
  private final Extras extras;
  private final boolean own;
  private final ChatPartWriter parts;
  private final ArrayNode messages = JsonNodeFactory.instance.arrayNode();

  /** Images that came with results of tools, to be shown after the last result of the turn. */
  private final List<Part> shown = new ArrayList<>();

  ChatTurnWriter(Conversation said, Set<Quirk> quirks, Losses losses, Extras extras) {
    this.said = said;
    this.quirks = quirks;
    this.losses = losses;
    this.extras = extras;
    this.own = ChatConversationWriter.isOwn(said);
    this.parts = new ChatPartWriter(own, losses, extras);
  }

  ArrayNode messages() {
    for (int i = 0; i < said.messages().size(); i++) {
      Message message = said.messages().get(i);
      String path = "messages[" + i + "]";
      if (message.role() == Role.ASSISTANT) {
        show();
        new ChatAssistantWriter(own, quirks, losses, extras).write(path, message, messages);
      } else {
        write(path, message);
      }
    }
    show();
    return messages;
  }

  /** A message that is not the model's: results of tools first, as they answer the turn before. */
  private void write(String path, Message message) {
    List<Part> content = new ArrayList<>();
    boolean results = false;
    for (Part part : message.parts()) {
      if (part instanceof Part.ToolResult result) {
        writeResult(path, message, result);
        results = true;
      } else {
        content.add(part);
      }
    }
    if (results && content.isEmpty()) {
      return;
    }
    show();
    Role role = message.role() == Role.TOOL ? Role.USER : message.role();
    ObjectNode object = messages.addObject();
    object.put("role", word(role));
    parts.writeContent(path, content, object);
    ChatConversationWriter.putIfSaid(object, "name", message.name());
    extras.restore(path, object);
  }

  private void writeResult(String path, Message message, Part.ToolResult result) {
    ObjectNode object = messages.addObject();
    object.put("role", "tool");
    object.put("tool_call_id", ToolCallIds.fit(result.callId(), quirks));
    List<Part> content = new ArrayList<>();
    for (Part part : result.content()) {
      // OpenAI takes nothing but text from a tool.
      if (own || part instanceof Part.Text) {
        content.add(part);
      } else {
        shown.add(part);
      }
    }
    parts.writeContent(path, content, object);
    if (Boolean.TRUE.equals(result.error())) {
      losses.hint("is_error", "OpenAI chat has none");
    }
    if (result.cache() != null) {
      losses.hint("cache_control", "OpenAI chat has none");
    }
    if (own) {
      ChatConversationWriter.putIfSaid(object, "name", result.name());
      if (message.role() == Role.TOOL) {
        extras.restore(path, object);
      }
    }
  }

  private void show() {
    if (!shown.isEmpty()) {
      ObjectNode object = messages.addObject();
      object.put("role", "user");
      parts.writeContent("", shown, object);
      shown.clear();
    }
  }

  private String word(Role role) {
    return switch (role) {
      case SYSTEM -> "system";
      case DEVELOPER -> quirks.contains(Quirk.NO_DEVELOPER_ROLE) ? "system" : "developer";
      case USER, TOOL -> "user";
      case ASSISTANT -> "assistant";
    };
  }
}
