package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.json.JsonDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the turns of the model. */
final class ChatAssistantWriter {

  private final boolean own;
  private final Set<Quirk> quirks;
  private final Losses losses;
  private final Extras extras;
  private final List<Part> content = new ArrayList<>();
  private final List<Part.ToolCall> calls = new ArrayList<>();
  private final StringBuilder refusal = new StringBuilder();
  private final StringBuilder thoughts = new StringBuilder();
  private boolean takesBack;
  private @Nullable JsonNode details;

  ChatAssistantWriter(boolean own, Set<Quirk> quirks, Losses losses, Extras extras) {
    this.own = own;
    this.quirks = quirks;
    this.losses = losses;
    this.extras = extras;
  }

  void write(String path, Message message, ArrayNode messages) {
    message.parts().forEach(this::sort);
    ObjectNode object = messages.addObject();
    object.put("role", "assistant");
    if (content.isEmpty()) {
      object.putNull("content");
    } else if (!own && content.stream().allMatch(Part.Text.class::isInstance)) {
      // The blocks of one answer are one text here.
      StringBuilder text = new StringBuilder();
      content.forEach(part -> text.append(part instanceof Part.Text t ? t.text() : ""));
      object.put("content", text.toString());
    } else {
      new ChatPartWriter(own, losses, extras).writeContent(path, content, object);
    }
    ChatConversationWriter.putIfSaid(object, "name", message.name());
    if (!refusal.isEmpty()) {
      object.put("refusal", refusal.toString());
    }
    writeThoughts(object);
    writeCitations(object);
    writeCalls(path, object);
    extras.restore(path, object);
  }

  private void sort(Part part) {
    switch (part) {
      case Part.ToolCall call -> calls.add(call);
      case Part.Refusal refused -> refusal.append(refused.text());
      case Part.Reasoning reasoning -> think(reasoning);
      case Part.Text text -> {
        if (!text.text().isEmpty()) {
          content.add(text);
        }
      }
      case Part.Image _,
          Part.Document _,
          Part.Audio _,
          Part.Video _,
          Part.ToolResult _,
          Part.Opaque _ ->
          content.add(part);
    }
  }

  private void think(Part.Reasoning reasoning) {
    String signature = reasoning.signature();
    boolean foreign = signature != null && !ChatClient.NAME.equals(reasoning.origin());
    thoughts.append(reasoning.text());
    // What was said here is said again; a provider that wants thoughts back takes anybody's.
    takesBack |= own && !foreign && !reasoning.text().isEmpty();
    if (foreign) {
      losses.hint("thinking.signature", "it belongs to another provider");
    } else if (signature != null) {
      try {
        details = JsonDocument.read(signature);
      } catch (JacksonException e) {
        losses.hint("reasoning_details", "they are no JSON");
      }
    }
  }

  private void writeThoughts(ObjectNode object) {
    boolean wanted = quirks.contains(Quirk.REASONING_CONTENT) && !calls.isEmpty();
    if (wanted || takesBack) {
      object.put("reasoning_content", thoughts.toString());
    } else if (!thoughts.isEmpty()) {
      losses.hint("thinking", "OpenAI chat takes none back");
    }
    if (details != null && !details.isEmpty()) {
      object.set("reasoning_details", details);
    }
  }

  /** OpenAI takes them back where it has given them. */
  private void writeCitations(ObjectNode object) {
    List<JsonNode> annotations = new ArrayList<>();
    for (Part part : content) {
      if (own && part instanceof Part.Text text) {
        text.citations().forEach(citation -> annotations.add(citation.json()));
      }
    }
    if (!annotations.isEmpty()) {
      object.set("annotations", ChatThoughts.array(annotations));
    }
  }

  private void writeCalls(String path, ObjectNode object) {
    if (calls.isEmpty()) {
      return;
    }
    ArrayNode array = object.putArray("tool_calls");
    for (Part.ToolCall call : calls) {
      String callPath = path + ".tool_calls[" + array.size() + "]";
      ObjectNode written = array.addObject();
      written.put("id", ToolCallIds.fit(call.id(), quirks));
      if (call.custom()) {
        written.put("type", "custom");
        ObjectNode custom = written.putObject("custom");
        custom.put("name", call.name()).put("input", call.arguments());
        extras.restore(callPath + ".custom", custom);
      } else {
        written.put("type", "function");
        ObjectNode function = written.putObject("function");
        function.put("name", ToolNames.fit(call.name())).put("arguments", call.arguments());
        extras.restore(callPath + ".function", function);
      }
      if (call.cache() != null) {
        losses.hint("cache_control", "OpenAI chat has none");
      }
      extras.restore(callPath, written);
    }
  }
}
