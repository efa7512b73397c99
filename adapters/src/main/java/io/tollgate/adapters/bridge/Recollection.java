package io.tollgate.adapters.bridge;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.dialect.ReasoningMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts thoughts back into a conversation that its client's dialect had no place for: before the
 * tool call that they led to, and a call's own signature into the call.
 */
final class Recollection {

  private Recollection() {}

  /** The conversation with what is remembered of it. */
  static Conversation in(Conversation said, ReasoningMemory memory) {
    List<Message> messages = new ArrayList<>(said.messages().size());
    boolean changed = false;
    for (Message message : said.messages()) {
      Message recalled = message.role() == Role.ASSISTANT ? recall(message, memory) : message;
      changed |= !recalled.equals(message);
      messages.add(recalled);
    }
    return changed ? said.withMessages(messages) : said;
  }

  private static Message recall(Message message, ReasoningMemory memory) {
    if (message.parts().stream().anyMatch(Recollection::isSigned)) {
      return message;
    }
    List<Part> parts = new ArrayList<>(message.parts().size() + 1);
    for (Part part : message.parts()) {
      if (part instanceof Part.ToolCall call) {
        Part.ToolCall signed = call;
        for (Part kept : memory.recall(call.id())) {
          if (kept instanceof Part.ToolCall same) {
            signed = call.signed(same.signature());
          } else {
            // Text that came between is not moved: thoughts begin a turn in every dialect.
            parts.addFirst(kept);
          }
        }
        parts.add(signed);
      } else {
        parts.add(part);
      }
    }
    return new Message(message.role(), message.name(), parts);
  }

  private static boolean isSigned(Part part) {
    return switch (part) {
      case Part.Reasoning reasoning -> reasoning.signature() != null;
      case Part.ToolCall call -> call.signature() != null;
      case Part.Text _,
          Part.Image _,
          Part.Document _,
          Part.Audio _,
          Part.Video _,
          Part.ToolResult _,
          Part.Refusal _,
          Part.Opaque _ ->
          false;
    };
  }
}
