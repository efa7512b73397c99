package io.tollgate.adapters.ollama;

import io.tollgate.adapters.conversation.CacheMark;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.dialect.CallArguments;
import io.tollgate.adapters.dialect.LeftOut;
import io.tollgate.adapters.dialect.Losses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes messages as Ollama has them: one text each, images beside it, calls with objects as
 * arguments, and each result of a tool as a message of its own.
 */
final class OllamaMessages {

  private static final String NONE = "Ollama has none";

  private final ArrayNode messages;
  private final Losses losses;
  private final Map<String, String> toolNames = new HashMap<>();

  OllamaMessages(ArrayNode messages, Losses losses) {
    this.messages = messages;
    this.losses = losses;
  }

  /** What one message or tool result amounts to. */
  private static final class Content {
    final StringBuilder text = new StringBuilder();
    final StringBuilder thinking = new StringBuilder();
    final List<String> images = new ArrayList<>();
    final List<Part.ToolCall> calls = new ArrayList<>();
    final String separator;

    Content(String separator) {
      this.separator = separator;
    }

    void add(String more) {
      if (!text.isEmpty()) {
        text.append(separator);
      }
      text.append(more);
    }

    boolean isEmpty() {
      return text.isEmpty() && thinking.isEmpty() && images.isEmpty() && calls.isEmpty();
    }
  }

  void write(Message message) {
    if (message.name() != null) {
      losses.hint("messages.name", NONE);
    }
    // An answer's texts are pieces of one; those of anybody else are texts of their own.
    Content content = new Content(message.role() == Role.ASSISTANT ? "" : "\n");
    boolean results = false;
    for (Part part : message.parts()) {
      if (part instanceof Part.ToolResult result) {
        // Results come first in every dialect that has them among other parts.
        results = true;
        writeResult(result);
      } else {
        add(part, content);
      }
    }
    if (!results || !content.isEmpty()) {
      writeContent(role(message.role()), content);
    }
  }

  private static String role(Role role) {
    return switch (role) {
      case SYSTEM, DEVELOPER -> "system";
      case USER, TOOL -> "user";
      case ASSISTANT -> "assistant";
    };
  }

  private void writeResult(Part.ToolResult result) {
    Content content = new Content("\n");
    result.content().forEach(part -> add(part, content));
    if (Boolean.TRUE.equals(result.error())) {
      losses.hint("tool_result.is_error", NONE);
    }
    noteCache(result.cache());
    ObjectNode message = writeContent("tool", content);
    String name = result.name() == null ? toolNames.get(result.callId()) : result.name();
    if (name != null) {
      message.put("tool_name", name);
    }
    message.put("tool_call_id", result.callId());
  }

  private ObjectNode writeContent(String role, Content content) {
    ObjectNode message = messages.addObject().put("role", role);
    message.put("content", content.text.toString());
    if (!content.thinking.isEmpty()) {
      message.put("thinking", content.thinking.toString());
    }
    if (!content.images.isEmpty()) {
      ArrayNode images = message.putArray("images");
      content.images.forEach(images::add);
    }
    if (!content.calls.isEmpty()) {
      ArrayNode calls = message.putArray("tool_calls");
      for (Part.ToolCall call : content.calls) {
        ObjectNode written = calls.addObject().put("id", call.id()).putObject("function");
        written.put("name", call.name());
        written.set("arguments", CallArguments.object(call));
      }
    }
    return message;
  }

  private void add(Part part, Content content) {
    switch (part) {
      case Part.Text text -> {
        noteCache(text.cache());
        if (!text.citations().isEmpty()) {
          losses.hint("messages.citations", NONE);
        }
        content.add(text.text());
      }
      case Part.Image image -> {
        noteCache(image.cache());
        LeftOut.detail(image, losses, NONE);
        if (image.source() instanceof MediaSource.Base64 bytes) {
          content.images.add(bytes.data());
        } else {
          losses.meaning("messages.image", "Ollama takes images only as base64");
        }
      }
      case Part.Document document -> {
        noteCache(document.cache());
        if (document.citations()) {
          losses.hint("messages.document.citations", NONE);
        }
        if (document.source() instanceof MediaSource.PlainText text) {
          addDocument(document, text.text(), content);
        } else {
          losses.meaning("messages.document", "Ollama takes no files");
        }
      }
      case Part.Audio _ -> losses.meaning("messages.audio", "Ollama takes no sound");
      case Part.Video _ -> losses.meaning("messages.video", "Ollama takes no film");
      case Part.Reasoning reasoning -> {
        if (reasoning.origin() == null) {
          content.thinking.append(reasoning.text());
        } else {
          losses.hint("messages.thinking", "signed by another provider");
        }
      }
      case Part.ToolCall call -> {
        noteCache(call.cache());
        toolNames.put(call.id(), call.name());
        content.calls.add(call);
      }
      case Part.ToolResult result -> writeResult(result);
      case Part.Refusal refusal -> content.add(refusal.text());
      case Part.Opaque opaque ->
          losses.meaning("messages." + LeftOut.printable(opaque.type()), NONE);
    }
  }

  private static void addDocument(Part.Document document, String text, Content content) {
    if (document.title() != null) {
      content.add(document.title());
    }
    if (document.context() != null) {
      content.add(document.context());
    }
    content.add(text);
  }

  private void noteCache(@Nullable CacheMark cache) {
    if (cache != null) {
      losses.hint("cache_control", NONE);
    }
  }
}
