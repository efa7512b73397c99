package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ReasoningWish;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.json.JsonDocument;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a conversation as a request of this dialect. */
final class ChatConversationWriter {

  /** Texts to stop at that OpenAI takes. */
  private static final int MAX_STOPS = 4;

  private final Conversation said;
  private final Set<Quirk> quirks;
  private final Losses losses;
  private final ObjectNode body = JsonNodeFactory.instance.objectNode();
  private final Extras extras;

  private ChatConversationWriter(Conversation said, Set<Quirk> quirks, Losses losses) {
    this.said = said;
    this.quirks = quirks;
    this.losses = losses;
    this.extras = isOwn(said) ? new Extras(said.extras()) : new Extras();
  }

  /** The body of a request. */
  static byte[] write(Conversation said, String model, Set<Quirk> quirks, Losses losses) {
    return JsonDocument.write(new ChatConversationWriter(said, quirks, losses).tree(model));
  }

  /** Whether it was said in this dialect, so that all of it can be said again. */
  static boolean isOwn(Conversation said) {
    return said.dialect().equals(ChatClient.NAME);
  }

  private ObjectNode tree(String model) {
    body.put("model", model);
    body.set("messages", new ChatTurnWriter(said, quirks, losses, extras).messages());
    new ChatToolWriter(said, quirks, losses, extras).writeInto(body);
    writeFormat();
    writeSampling(said.sampling());
    writeReasoning(said.reasoning());
    if (said.stream()) {
      body.put("stream", true);
      if (!quirks.contains(Quirk.NO_STREAM_OPTIONS)) {
        body.putObject("stream_options").put("include_usage", true);
      }
    }
    writeServing(said.serving());
    writeExtras();
    return body;
  }

  private void writeFormat() {
    AnswerFormat format = said.format();
    switch (format) {
      case null -> {}
      case AnswerFormat.Text _ -> format("text");
      case AnswerFormat.JsonObject _ -> format("json_object");
      case AnswerFormat.JsonSchema schema when quirks.contains(Quirk.NO_JSON_SCHEMA) -> {
        losses.meaning("response_format", "the provider only hears of the schema");
        tell(schema.schema());
        body.putObject("response_format").put("type", "json_object");
        extras.restore("response_format.json_schema", JsonNodeFactory.instance.objectNode());
      }
      case AnswerFormat.JsonSchema schema -> {
        ObjectNode inner = format("json_schema").putObject("json_schema");
        // The name is required here, and not everywhere else.
        inner.put("name", schema.name() == null ? "answer" : ToolNames.fit(schema.name()));
        putIfSaid(inner, "description", schema.description());
        inner.set("schema", schema.schema());
        if (schema.strict() != null) {
          inner.put("strict", schema.strict());
        }
        extras.restore("response_format.json_schema", inner);
      }
    }
  }

  /** In words, since providers want the word JSON to be said where they are to answer in it. */
  private void tell(JsonNode schema) {
    if (body.get("messages") instanceof ArrayNode messages) {
      String order = "Answer with a JSON object that follows this JSON schema: ";
      messages
          .insertObject(0)
          .put("role", "system")
          .put("content", order + JsonDocument.text(schema));
    }
  }

  private ObjectNode format(String type) {
    ObjectNode format = body.putObject("response_format");
    format.put("type", type);
    extras.restore("response_format", format);
    return format;
  }

  private void writeSampling(Sampling sampling) {
    if (sampling.maxOutputTokens() != null) {
      body.put(
          quirks.contains(Quirk.MAX_TOKENS) ? "max_tokens" : "max_completion_tokens",
          sampling.maxOutputTokens());
    }
    if (quirks.contains(Quirk.NO_SAMPLING)) {
      refuse("temperature", sampling.temperature());
      refuse("top_p", sampling.topP());
      refuse("top_k", sampling.topK());
    } else {
      put("temperature", sampling.temperature());
      put("top_p", sampling.topP());
      if (sampling.topK() != null) {
        if (isOwn(said)) {
          body.put("top_k", sampling.topK());
        } else {
          losses.meaning("top_k", "OpenAI chat has none");
        }
      }
    }
    put("presence_penalty", sampling.presencePenalty());
    put("frequency_penalty", sampling.frequencyPenalty());
    if (sampling.seed() != null) {
      body.put("seed", sampling.seed());
    }
    writeStop(sampling.stop());
    writeChoices(sampling);
    if (!sampling.logitBias().isEmpty()) {
      ObjectNode bias = body.putObject("logit_bias");
      sampling.logitBias().forEach(bias::put);
    }
  }

  private void writeStop(List<String> texts) {
    if (texts.isEmpty()) {
      return;
    }
    List<String> taken = texts;
    if (!isOwn(said) && texts.size() > MAX_STOPS) {
      losses.meaning("stop", "OpenAI takes " + MAX_STOPS);
      taken = texts.subList(0, MAX_STOPS);
    }
    ArrayNode stop = body.putArray("stop");
    taken.forEach(stop::add);
  }

  private void writeChoices(Sampling sampling) {
    Integer choices = sampling.choices();
    if (choices != null && choices != 1 && quirks.contains(Quirk.ONE_CHOICE)) {
      losses.meaning("n", "the provider gives one answer");
    } else if (choices != null) {
      body.put("n", choices);
    }
    if (sampling.logprobs() != null) {
      body.put("logprobs", sampling.logprobs());
    }
    if (sampling.topLogprobs() != null) {
      body.put("top_logprobs", sampling.topLogprobs());
    }
  }

  private void put(String name, @Nullable BigDecimal number) {
    if (number != null) {
      body.put(name, number);
    }
  }

  private void refuse(String name, @Nullable Number number) {
    if (number != null) {
      losses.meaning(name, "the provider refuses it");
    }
  }

  private void writeReasoning(@Nullable ReasoningWish wish) {
    if (wish == null) {
      return;
    }
    if (wish.budgetTokens() != null && isOwn(said)) {
      ObjectNode reasoning = body.putObject("reasoning");
      putIfSaid(reasoning, "effort", wish.effort());
      reasoning.put("max_tokens", wish.budgetTokens());
      extras.restore("reasoning", reasoning);
      return;
    }
    String effort = wish.effort();
    if (effort == null && wish.budgetTokens() != null) {
      effort = ReasoningEffort.ofBudget(wish.budgetTokens());
    }
    putIfSaid(body, "reasoning_effort", effort);
    if (wish.summary() != null) {
      losses.hint("reasoning.summary", "OpenAI chat has none");
    }
  }

  private void writeServing(ServingHints serving) {
    String tier = serving.serviceTier();
    if (tier != null) {
      String word = isOwn(said) ? tier : ServiceTiers.word(tier);
      if (word == null) {
        losses.hint("service_tier", "OpenAI chat has no such tier");
      } else {
        body.put("service_tier", word);
      }
    }
    putIfSaid(body, "user", serving.user());
    if (quirks.contains(Quirk.NO_SERVING_HINTS)) {
      loseHint("prompt_cache_key", serving.promptCacheKey() != null);
      loseHint("store", Boolean.TRUE.equals(serving.store()));
      loseHint("metadata", !serving.metadata().isEmpty());
      extras.restore("metadata", JsonNodeFactory.instance.objectNode());
      return;
    }
    putIfSaid(body, "prompt_cache_key", serving.promptCacheKey());
    if (serving.store() != null) {
      body.put("store", serving.store());
    }
    if (!serving.metadata().isEmpty()) {
      ObjectNode metadata = body.putObject("metadata");
      serving.metadata().forEach(metadata::put);
    }
  }

  private void loseHint(String name, boolean said) {
    if (said) {
      losses.hint(name, "the provider refuses it");
    }
  }

  private void writeExtras() {
    if (isOwn(said)) {
      if (!body.has("stream_options") && quirks.contains(Quirk.NO_STREAM_OPTIONS)) {
        extras.restore("stream_options", JsonNodeFactory.instance.objectNode());
      }
      extras.restoreRest(body);
    }
  }

  static void putIfSaid(ObjectNode object, String name, @Nullable String text) {
    if (text != null) {
      object.put(name, text);
    }
  }
}
