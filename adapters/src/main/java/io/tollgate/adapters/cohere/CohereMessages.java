package io.tollgate.adapters.cohere;

import io.tollgate.adapters.conversation.CacheMark;
import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.dialect.LeftOut;
import io.tollgate.adapters.dialect.Losses;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes messages as Cohere has them. Documents of text stand beside all messages, each result of a
 * tool is a message of its own, and what a model thought before it called tools is its plan.
 */
final class CohereMessages {

  private static final String NONE = "Cohere has none";

  private final ArrayNode messages;
  private final ArrayNode documents;
  private final Losses losses;

  CohereMessages(ArrayNode messages, ArrayNode documents, Losses losses) {
    this.messages = messages;
    this.documents = documents;
    this.losses = losses;
  }

  void write(Message message) {
    if (message.name() != null) {
      losses.hint("messages.name", NONE);
    }
    List<Part> others = new ArrayList<>(message.parts().size());
    boolean results = false;
    for (Part part : message.parts()) {
      if (part instanceof Part.ToolResult result) {
        results = true;
        writeResult(result);
      } else {
        others.add(part);
      }
    }
    if (message.role() == Role.ASSISTANT) {
      writeAssistant(others);
    } else if (!results || !others.isEmpty()) {
      boolean system = message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER;
      ArrayNode content = content(others);
      if (!content.isEmpty() || !results) {
        setContent(messages.addObject().put("role", system ? "system" : "user"), content);
      }
    }
  }

  private void writeResult(Part.ToolResult result) {
    noteCache(result.cache());
    if (Boolean.TRUE.equals(result.error())) {
      losses.hint("tool_result.is_error", NONE);
    }
    ArrayNode content = JsonNodeFactory.instance.arrayNode();
    for (Part part : result.content()) {
      switch (part) {
        case Part.Text text -> addText(content, text.text());
        case Part.Document document when document.source() instanceof MediaSource.PlainText text ->
            content
                .addObject()
                .put("type", "document")
                .set("document", document(document, text.text()));
        default -> losses.meaning("tool_result.content", "Cohere takes texts there");
      }
    }
    setContent(
        messages.addObject().put("role", "tool").put("tool_call_id", result.callId()), content);
  }

  private void writeAssistant(List<Part> parts) {
    ObjectNode message = messages.addObject().put("role", "assistant");
    ArrayNode content = JsonNodeFactory.instance.arrayNode();
    ArrayNode calls = JsonNodeFactory.instance.arrayNode();
    ArrayNode citations = JsonNodeFactory.instance.arrayNode();
    StringBuilder thoughts = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Reasoning reasoning -> {
          if (reasoning.origin() == null) {
            thoughts.append(reasoning.text());
          } else {
            losses.hint("messages.thinking", "signed by another provider");
          }
        }
        case Part.ToolCall call -> {
          noteCache(call.cache());
          ObjectNode function =
              calls.addObject().put("id", call.id()).put("type", "function").putObject("function");
          function.put("name", call.name());
          function.put("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
        }
        case Part.Text text -> {
          add(text, content);
          text.citations().forEach(citation -> cite(citation, citations));
        }
        default -> add(part, content);
      }
    }
    if (!thoughts.isEmpty() && !calls.isEmpty()) {
      message.put("tool_plan", thoughts.toString());
    } else if (!thoughts.isEmpty()) {
      content.insertObject(0).put("type", "thinking").put("thinking", thoughts.toString());
    }
    if (!content.isEmpty() || calls.isEmpty()) {
      setContent(message, content);
    }
    if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
    if (!citations.isEmpty()) {
      message.set("citations", citations);
    }
  }

  private void cite(Citation citation, ArrayNode citations) {
    if (citation.dialect().equals(CohereProvider.NAME)) {
      citations.add(citation.json());
    } else {
      losses.hint("messages.citations", "of another provider");
    }
  }

  private ArrayNode content(List<Part> parts) {
    ArrayNode content = JsonNodeFactory.instance.arrayNode();
    parts.forEach(part -> add(part, content));
    return content;
  }

  private void add(Part part, ArrayNode content) {
    switch (part) {
      case Part.Text text -> {
        noteCache(text.cache());
        addText(content, text.text());
      }
      case Part.Image image -> addImage(image, content);
      case Part.Document document -> {
        noteCache(document.cache());
        if (document.source() instanceof MediaSource.PlainText text) {
          documents.add(document(document, text.text()));
        } else {
          losses.meaning("messages.document", "Cohere takes documents only as text");
        }
      }
      case Part.Audio _ -> losses.meaning("messages.audio", "Cohere takes no sound");
      case Part.Video _ -> losses.meaning("messages.video", "Cohere takes no film");
      case Part.Refusal refusal -> addText(content, refusal.text());
      case Part.Opaque opaque ->
          losses.meaning("messages." + LeftOut.printable(opaque.type()), NONE);
      case Part.Reasoning _ -> losses.hint("messages.thinking", "only a model thinks");
      case Part.ToolCall _ -> losses.meaning("messages.tool_calls", "only a model calls tools");
      case Part.ToolResult result -> writeResult(result);
    }
  }

  private static void addText(ArrayNode content, String text) {
    if (!text.isEmpty()) {
      content.addObject().put("type", "text").put("text", text);
    }
  }

  private void addImage(Part.Image image, ArrayNode content) {
    noteCache(image.cache());
    String url =
        switch (image.source()) {
          case MediaSource.Base64 bytes -> "data:" + bytes.mediaType() + ";base64," + bytes.data();
          case MediaSource.Url there -> there.url();
          case MediaSource.FileId _, MediaSource.PlainText _ -> null;
        };
    if (url == null) {
      losses.meaning("messages.image", "Cohere has no such file");
      return;
    }
    ObjectNode written =
        content.addObject().put("type", "image_url").putObject("image_url").put("url", url);
    if (image.detail() != null) {
      written.put("detail", image.detail());
    }
  }

  private static ObjectNode document(Part.Document document, String text) {
    ObjectNode written = JsonNodeFactory.instance.objectNode();
    ObjectNode data = written.putObject("data");
    if (document.title() != null) {
      data.put("title", document.title());
    }
    if (document.context() != null) {
      data.put("context", document.context());
    }
    data.put("text", text);
    return written;
  }

  /** One text is written as a string, which every model takes. */
  private static void setContent(ObjectNode message, ArrayNode content) {
    if (content.isEmpty()) {
      message.put("content", "");
    } else if (content.size() == 1 && content.get(0).has("text")) {
      message.set("content", content.get(0).get("text"));
    } else {
      message.set("content", content);
    }
  }

  private void noteCache(@Nullable CacheMark cache) {
    if (cache != null) {
      losses.hint("cache_control", NONE);
    }
  }
}
