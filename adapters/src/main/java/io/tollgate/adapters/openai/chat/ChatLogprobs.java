package io.tollgate.adapters.openai.chat;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Log probabilities with both of the members that OpenAI's schema asks for. */
final class ChatLogprobs {

  private ChatLogprobs() {}

  static JsonNode whole(@Nullable JsonNode logprobs) {
    if (logprobs == null || !logprobs.isObject()) {
      return NullNode.getInstance();
    }
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    logprobs.properties().forEach(member -> whole.set(member.getKey(), member.getValue()));
    for (String name : new String[] {"content", "refusal"}) {
      if (!whole.has(name)) {
        whole.putNull(name);
      }
    }
    return whole;
  }
}
