package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.json.Nodes;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a conversation as a request. */
final class RequestWriter {

  private final Conversation conversation;
  private final boolean own;
  private final Losses losses;
  private final ObjectNode request = Trees.object();

  private RequestWriter(Conversation conversation, Losses losses) {
    this.conversation = conversation;
    this.own = conversation.dialect().equals(GeminiClient.NAME);
    this.losses = losses;
  }

  /**
   * The body of a request.
   *
   * @param upstreamModel the model's name at the provider
   */
  static ObjectNode write(
      Conversation conversation, String upstreamModel, Set<Quirk> quirks, Losses losses) {
    RequestWriter writer = new RequestWriter(conversation, losses);
    writer.write(GeminiModel.of(upstreamModel), quirks);
    return writer.request;
  }

  private void write(GeminiModel model, Set<Quirk> quirks) {
    new ContentsWriter(conversation, model.hasThinkingLevels(), losses)
        .write(conversation.messages(), request);
    JsonNode functions = own ? conversation.extras().get(ConversationReader.FUNCTIONS) : null;
    ToolWriter tools = new ToolWriter(losses, functions);
    tools.writeTools(conversation.tools(), request);
    tools.writeChoice(conversation, quirks, request);
    ObjectNode config = new GenerationWriter(conversation, model, quirks, losses).write();
    if (!config.isEmpty()) {
      request.set("generationConfig", config);
    }
    writeServing(conversation.serving());
    writeExtras();
  }

  private void writeServing(ServingHints serving) {
    String tier = serving.serviceTier();
    if (tier != null) {
      writeTier(tier);
    }
    if (own) {
      if (serving.store() != null) {
        request.put("store", serving.store());
      }
      if (!serving.metadata().isEmpty()) {
        ObjectNode labels = request.putObject("labels");
        serving.metadata().forEach(labels::put);
      }
      return;
    }
    if (serving.user() != null) {
      losses.hint("user", "Gemini has no tag for users");
    }
    if (serving.promptCacheKey() != null) {
      losses.hint("prompt_cache_key", "Gemini caches by itself");
    }
    if (Boolean.TRUE.equals(serving.store())) {
      losses.hint("store", "Gemini keeps answers by project");
    }
    if (!serving.metadata().isEmpty()) {
      losses.hint("metadata", "Gemini has labels of another kind");
    }
  }

  private void writeTier(String tier) {
    if (own) {
      request.put("serviceTier", tier);
      return;
    }
    switch (tier) {
      case "flex", "priority" -> request.put("serviceTier", tier);
      case "auto" -> {
        // The provider's own default.
      }
      case "default", "standard", "standard_only" -> request.put("serviceTier", "standard");
      default -> losses.hint("service_tier", "Gemini has no such tier");
    }
  }

  private void writeExtras() {
    if (!own) {
      return;
    }
    for (Map.Entry<String, JsonNode> extra : conversation.extras().entrySet()) {
      if (!extra.getKey().equals(ConversationReader.FUNCTIONS)) {
        if (Nodes.object(request, extra.getKey()) instanceof ObjectNode object) {
          Trees.merge(object, extra.getValue());
        } else {
          request.set(extra.getKey(), extra.getValue());
        }
      }
    }
  }
}
