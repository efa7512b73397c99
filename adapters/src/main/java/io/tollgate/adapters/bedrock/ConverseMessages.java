package io.tollgate.adapters.bedrock;

import io.tollgate.adapters.conversation.CacheMark;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.Losses;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes messages as Converse has them: instructions beside them, users and models in turn, so that
 * neighbours of one role are one message, and all results of tools first in theirs.
 */
final class ConverseMessages {

  private final ArrayNode messages;
  private final ArrayNode system;
  private final Losses losses;
  private final ConverseParts parts;

  private String role = "";
  private @Nullable ArrayNode content;
  private int results;

  ConverseMessages(ArrayNode messages, ArrayNode system, Losses losses) {
    this.messages = messages;
    this.system = system;
    this.losses = losses;
    this.parts = new ConverseParts(losses);
  }

  void write(Message message) {
    if (message.name() != null) {
      losses.hint("messages.name", "Bedrock has none");
    }
    switch (message.role()) {
      case SYSTEM, DEVELOPER -> message.parts().forEach(this::instruct);
      case USER, TOOL -> message.parts().forEach(part -> say("user", part));
      case ASSISTANT -> message.parts().forEach(part -> say("assistant", part));
    }
  }

  private void instruct(Part part) {
    if (part instanceof Part.Text text) {
      if (!text.text().isBlank()) {
        system.addObject().put("text", text.text());
      }
      if (text.cache() != null) {
        system.add(ConverseParts.cachePoint(text.cache().ttl()));
      }
    } else {
      losses.meaning("messages.system", "Bedrock takes only texts there");
    }
  }

  private void say(String speaker, Part part) {
    ObjectNode block = parts.block(part);
    CacheMark cache = cache(part);
    if (block == null) {
      return;
    }
    ArrayNode target = content;
    if (target == null || !role.equals(speaker)) {
      ObjectNode message = messages.addObject().put("role", speaker);
      target = message.putArray("content");
      content = target;
      role = speaker;
      results = 0;
    }
    if (part instanceof Part.ToolResult) {
      target.insert(results++, block);
      if (cache != null) {
        target.insert(results++, ConverseParts.cachePoint(cache.ttl()));
      }
    } else {
      target.add(block);
      if (cache != null) {
        target.add(ConverseParts.cachePoint(cache.ttl()));
      }
    }
  }

  private static @Nullable CacheMark cache(Part part) {
    return switch (part) {
      case Part.Text text -> text.cache();
      case Part.Image image -> image.cache();
      case Part.Document document -> document.cache();
      case Part.Audio audio -> audio.cache();
      case Part.Video video -> video.cache();
      case Part.ToolCall call -> call.cache();
      case Part.ToolResult result -> result.cache();
      case Part.Reasoning _, Part.Refusal _, Part.Opaque _ -> null;
    };
  }
}
