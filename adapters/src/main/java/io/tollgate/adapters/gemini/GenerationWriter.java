package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ReasoningWish;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.Quirk;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes {@code generationConfig}. */
final class GenerationWriter {

  /** More are refused. Source: Gemini API reference, {@code GenerationConfig.stopSequences}. */
  private static final int MAX_STOP_SEQUENCES = 5;

  /** More are refused. Source: Gemini API reference, {@code GenerationConfig.logprobs}. */
  private static final int MAX_LOGPROBS = 20;

  private final Conversation conversation;
  private final GeminiModel model;
  private final Set<Quirk> quirks;
  private final Losses losses;
  private final boolean own;
  private final ObjectNode config = Trees.object();

  GenerationWriter(Conversation conversation, GeminiModel model, Set<Quirk> quirks, Losses losses) {
    this.conversation = conversation;
    this.model = model;
    this.quirks = quirks;
    this.losses = losses;
    this.own = conversation.dialect().equals(GeminiClient.NAME);
  }

  ObjectNode write() {
    writeSampling(conversation.sampling());
    writeStop(conversation.sampling().stop());
    writeLogprobs(conversation.sampling());
    writeFormat(conversation.format());
    ReasoningWish wish = conversation.reasoning();
    if (wish != null) {
      ObjectNode thinking =
          own ? ThinkingWriter.asSaid(wish) : new ThinkingWriter(model, losses).write(wish);
      if (thinking != null) {
        config.set("thinkingConfig", thinking);
      }
    }
    return config;
  }

  private void writeSampling(Sampling sampling) {
    put("maxOutputTokens", sampling.maxOutputTokens());
    put("temperature", sampling.temperature());
    put("topP", sampling.topP());
    put("topK", sampling.topK());
    put("presencePenalty", sampling.presencePenalty());
    put("frequencyPenalty", sampling.frequencyPenalty());
    Long seed = sampling.seed();
    if (seed != null && seed != seed.intValue()) {
      losses.hint("seed", "Gemini takes 32 bits");
    } else {
      put("seed", seed);
    }
    Integer choices = sampling.choices();
    if (choices != null && (own || choices != 1)) {
      if (choices > 1 && quirks.contains(Quirk.ONE_CHOICE)) {
        losses.meaning("n", "the provider gives one answer");
      } else {
        config.put("candidateCount", choices);
      }
    }
    if (!sampling.logitBias().isEmpty()) {
      losses.meaning("logit_bias", "Gemini has none");
    }
  }

  private void put(String name, @Nullable Long value) {
    if (value != null) {
      config.put(name, value);
    }
  }

  private void put(String name, @Nullable BigDecimal value) {
    if (value != null) {
      config.put(name, value);
    }
  }

  private void writeStop(List<String> stop) {
    if (stop.isEmpty()) {
      return;
    }
    if (!own && stop.size() > MAX_STOP_SEQUENCES) {
      losses.meaning("stop", "Gemini takes five");
    }
    ArrayNode texts = config.putArray("stopSequences");
    stop.stream().limit(own ? Long.MAX_VALUE : MAX_STOP_SEQUENCES).forEach(texts::add);
  }

  private void writeLogprobs(Sampling sampling) {
    if (sampling.logprobs() != null && (own || sampling.logprobs())) {
      config.put("responseLogprobs", sampling.logprobs().booleanValue());
    }
    Integer top = sampling.topLogprobs();
    if (top != null && (own || top > 0)) {
      config.put("logprobs", own ? top : Math.min(top, MAX_LOGPROBS));
    }
  }

  private void writeFormat(@Nullable AnswerFormat format) {
    switch (format) {
      case null -> {
        // Nothing said.
      }
      case AnswerFormat.Text _ -> {
        if (own) {
          config.put("responseMimeType", "text/plain");
        }
      }
      case AnswerFormat.JsonObject _ -> config.put("responseMimeType", "application/json");
      case AnswerFormat.JsonSchema schema -> {
        config.put("responseMimeType", "application/json");
        if (quirks.contains(Quirk.NO_JSON_SCHEMA)) {
          losses.meaning("json_schema", "the provider takes no schema");
        } else {
          config.set("responseJsonSchema", schema.schema());
        }
      }
    }
  }
}
