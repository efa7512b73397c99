package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reasoning items as parts, and back: each text of the summary is a part of its own with the item's
 * id, and the last one has the signature.
 */
final class Thoughts {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Thoughts() {}

  /**
   * The parts of an item.
   *
   * @param texts its summary, or its content where it has no summary
   */
  static List<Part> of(List<String> texts, @Nullable String encrypted, @Nullable String itemId) {
    String id = ItemIds.isOwnReasoning(itemId) ? null : itemId;
    if (encrypted != null && ForeignSignature.isOne(encrypted)) {
      return List.of(ForeignSignature.read(String.join("\n\n", texts), id, encrypted));
    }
    String origin = encrypted == null ? null : ResponsesClient.NAME;
    if (texts.isEmpty()) {
      return List.of(new Part.Reasoning("", encrypted, encrypted != null, id, origin));
    }
    List<Part> parts = new ArrayList<>();
    for (String text : texts.subList(0, texts.size() - 1)) {
      parts.add(new Part.Reasoning(text, null, false, id, null));
    }
    parts.add(new Part.Reasoning(texts.getLast(), encrypted, false, id, origin));
    return parts;
  }

  /** Whether two parts, the first without a signature, are of one item. */
  static boolean goesOn(Part.Reasoning part, Part.Reasoning next) {
    return part.signature() == null && part.id() != null && part.id().equals(next.id());
  }

  /**
   * The item of some parts.
   *
   * @param id {@code null} to leave it out
   * @param encrypted {@code null} to leave it out
   */
  static ObjectNode item(@Nullable String id, List<String> texts, @Nullable String encrypted) {
    ObjectNode item = JSON.objectNode();
    item.put("type", "reasoning");
    if (id != null) {
      item.put("id", id);
    }
    ArrayNode summary = item.putArray("summary");
    texts.stream().filter(text -> !text.isEmpty()).map(Thoughts::summary).forEach(summary::add);
    if (encrypted != null) {
      item.put("encrypted_content", encrypted);
    }
    return item;
  }

  /** A part of a summary. */
  static JsonNode summary(String text) {
    return JSON.objectNode().put("type", "summary_text").put("text", text);
  }
}
