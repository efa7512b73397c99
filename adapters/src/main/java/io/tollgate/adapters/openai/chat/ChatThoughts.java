package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.json.Nodes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Where providers put what a model thought: OpenAI's own dialect has no place for it. */
final class ChatThoughts {

  private ChatThoughts() {}

  /**
   * The thoughts in a message or a delta: {@code reasoning_content} of DeepSeek and its followers,
   * {@code reasoning} of OpenRouter and newer vLLM, which are the same where both are given, or the
   * thinking parts of Mistral's content.
   */
  static String text(@Nullable JsonNode message) {
    String text = Nodes.text(message, "reasoning_content", "");
    if (text.isEmpty()) {
      text = Nodes.text(message, "reasoning", "");
    }
    if (!text.isEmpty()) {
      return text;
    }
    StringBuilder gathered = new StringBuilder();
    for (JsonNode part : Nodes.array(message, "content")) {
      for (JsonNode thought : Nodes.array(part, "thinking")) {
        gathered.append(Nodes.text(thought, "text", ""));
      }
    }
    return gathered.toString();
  }

  static ArrayNode array(List<? extends JsonNode> elements) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(elements.size());
    elements.forEach(array::add);
    return array;
  }
}
