package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ReasoningWish;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.dialect.LeftOut;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.Quirk;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a conversation as a request for a response.
 *
 * <p>Nothing is stored with the provider unless the client said so; chat completions, Messages and
 * Gemini do not store by themselves either. Where the model is asked to think, its thoughts come
 * back encrypted, so that they can be shown to it again; models that do not think refuse to be
 * asked for them.
 */
final class RequestWriter {

  /** The least that OpenAI takes. */
  private static final long MIN_OUTPUT_TOKENS = 16;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Conversation conversation;
  private final Set<Quirk> quirks;
  private final Losses losses;
  private final boolean own;
  private final ObjectNode request = JSON.objectNode();

  RequestWriter(Conversation conversation, Set<Quirk> quirks, Losses losses) {
    this.conversation = conversation;
    this.quirks = quirks;
    this.losses = losses;
    this.own = conversation.dialect().equals(ResponsesClient.NAME);
  }

  /** The request for a model. */
  JsonNode write(String upstreamModel) {
    request.put("model", upstreamModel);
    ToolsWriter tools = new ToolsWriter(conversation, quirks, losses);
    writeMessages(tools.names());
    tools.write(request);
    writeFormat();
    writeSampling(conversation.sampling());
    writeReasoning();
    writeInclude();
    if (conversation.stream()) {
      request.put("stream", true);
    }
    writeServing(conversation.serving());
    writeExtras();
    return request;
  }

  private void writeMessages(ToolNames names) {
    ItemsWriter items = new ItemsWriter(conversation.dialect(), names, quirks, losses, request);
    List<Message> messages = conversation.messages();
    int first = 0;
    String instructions = messages.isEmpty() ? null : instructions(messages.getFirst());
    if (instructions != null) {
      request.put("instructions", instructions);
      first = 1;
    }
    ArrayNode input = items.write(messages.subList(first, messages.size()));
    if (own && items.isOneText(input)) {
      request.set("input", input.get(0).get("content"));
    } else {
      request.set("input", input);
    }
  }

  /** A leading system message of texts alone. */
  private static @Nullable String instructions(Message message) {
    if (message.role() != Role.SYSTEM || message.parts().isEmpty()) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (Part part : message.parts()) {
      if (!(part instanceof Part.Text words)) {
        return null;
      }
      text.append(text.isEmpty() ? "" : "\n\n").append(words.text());
    }
    return text.toString();
  }

  private void writeFormat() {
    AnswerFormat format = conversation.format();
    if (format == null) {
      return;
    }
    ObjectNode written = request.putObject("text").putObject("format");
    switch (format) {
      case AnswerFormat.Text _ -> written.put("type", "text");
      case AnswerFormat.JsonObject _ -> written.put("type", "json_object");
      case AnswerFormat.JsonSchema schema -> {
        if (quirks.contains(Quirk.NO_JSON_SCHEMA)) {
          losses.meaning("response_format", "only json_object is known");
          written.put("type", "json_object");
          return;
        }
        written.put("type", "json_schema");
        written.put("name", schema.name() == null ? "answer" : schema.name());
        if (schema.description() != null) {
          written.put("description", schema.description());
        }
        written.set("schema", schema.schema());
        if (schema.strict() != null) {
          written.put("strict", schema.strict());
        }
      }
    }
  }

  private void writeSampling(Sampling sampling) {
    Long limit = sampling.maxOutputTokens();
    if (limit != null) {
      if (limit < MIN_OUTPUT_TOKENS && !own) {
        losses.hint("max_tokens", "raised to the least that is taken: " + MIN_OUTPUT_TOKENS);
      }
      request.put("max_output_tokens", own ? limit : Math.max(MIN_OUTPUT_TOKENS, limit));
    }
    number("temperature", sampling.temperature());
    number("top_p", sampling.topP());
    if (sampling.topLogprobs() != null) {
      request.put("top_logprobs", sampling.topLogprobs());
    }
    String none = "the Responses API has none";
    if (sampling.topK() != null) {
      losses.hint("top_k", none);
    }
    if (sampling.seed() != null) {
      losses.hint("seed", none);
    }
    if (isSet(sampling.presencePenalty())) {
      losses.meaning("presence_penalty", none);
    }
    if (isSet(sampling.frequencyPenalty())) {
      losses.meaning("frequency_penalty", none);
    }
    if (!sampling.stop().isEmpty()) {
      losses.meaning("stop", none);
    }
    if (sampling.choices() != null && sampling.choices() > 1) {
      losses.meaning("n", "the Responses API gives one answer");
    }
    if (!sampling.logitBias().isEmpty()) {
      losses.meaning("logit_bias", none);
    }
  }

  private static boolean isSet(@Nullable BigDecimal penalty) {
    return penalty != null && penalty.signum() != 0;
  }

  private void number(String name, @Nullable BigDecimal value) {
    if (value == null) {
      return;
    }
    if (quirks.contains(Quirk.NO_SAMPLING)) {
      losses.hint(name, "refused by the provider");
    } else {
      request.put(name, value);
    }
  }

  private void writeReasoning() {
    ReasoningWish wish = conversation.reasoning();
    if (wish == null) {
      return;
    }
    ObjectNode reasoning = request.putObject("reasoning");
    String effort = wish.effort() == null ? effort(wish) : wish.effort();
    if (effort != null) {
      reasoning.put("effort", effort);
    }
    String summary = wish.summary() == null && shows(wish) ? "auto" : wish.summary();
    if (summary != null && !summary.equals("omitted")) {
      reasoning.put("summary", summary);
    }
    if (reasoning.isEmpty()) {
      request.remove("reasoning");
    }
  }

  /** Who asks Anthropic to think is shown the thoughts without having to ask for that, too. */
  private boolean shows(ReasoningWish wish) {
    return conversation.dialect().equals("anthropic")
        && (wish.adaptive() || (wish.budgetTokens() != null && wish.budgetTokens() > 0));
  }

  /** A budget as an effort: OpenAI knows no budgets. Adaptive is what it does by itself. */
  private static @Nullable String effort(ReasoningWish wish) {
    Long budget = wish.budgetTokens();
    if (budget == null || wish.adaptive()) {
      return null;
    }
    if (budget == 0) {
      return "none";
    }
    return budget <= 4_096 ? "low" : budget <= 16_384 ? "medium" : "high";
  }

  private void writeInclude() {
    JsonNode include = own ? conversation.extras().get("include") : null;
    if (include != null) {
      request.set("include", include);
      return;
    }
    ArrayNode wanted = JSON.arrayNode();
    if (conversation.reasoning() != null && !Boolean.TRUE.equals(conversation.serving().store())) {
      wanted.add(ConversationReader.ENCRYPTED);
    }
    Sampling sampling = conversation.sampling();
    if (Boolean.TRUE.equals(sampling.logprobs())) {
      wanted.add(ConversationReader.LOGPROBS);
    }
    if (!wanted.isEmpty()) {
      request.set("include", wanted);
    }
  }

  private void writeServing(ServingHints serving) {
    String tier = own ? serving.serviceTier() : ResponseShell.tier(serving.serviceTier());
    if (tier != null) {
      request.put("service_tier", tier);
    } else if (serving.serviceTier() != null) {
      losses.hint("service_tier", "the Responses API has no such tier");
    }
    JsonNode identifier = conversation.extras().get("safety_identifier");
    boolean same =
        own
            && identifier != null
            && identifier.isString()
            && identifier.stringValue().equals(serving.user());
    if (serving.user() != null && !same) {
      request.put("user", serving.user());
    }
    if (quirks.contains(Quirk.NO_SERVING_HINTS)) {
      LeftOut.kept(serving, losses, "the provider refuses it");
      return;
    }
    if (serving.promptCacheKey() != null) {
      request.put("prompt_cache_key", serving.promptCacheKey());
    }
    if (serving.store() != null) {
      request.put("store", serving.store());
    } else if (!own) {
      request.put("store", false);
    }
    if (!serving.metadata().isEmpty()) {
      ObjectNode metadata = request.putObject("metadata");
      serving.metadata().forEach(metadata::put);
    }
  }

  /** Members that only this dialect knows go back where they were. */
  private void writeExtras() {
    if (!own) {
      return;
    }
    for (Map.Entry<String, JsonNode> extra : conversation.extras().entrySet()) {
      String name = extra.getKey();
      if (name.startsWith("text.") || name.startsWith("reasoning.")) {
        int dot = name.indexOf('.');
        JsonNode parent = request.get(name.substring(0, dot));
        ObjectNode within =
            parent instanceof ObjectNode object
                ? object
                : request.putObject(name.substring(0, dot));
        within.set(name.substring(dot + 1), extra.getValue());
      } else if (!name.startsWith("tools")) {
        request.set(name, extra.getValue());
      }
    }
  }
}
