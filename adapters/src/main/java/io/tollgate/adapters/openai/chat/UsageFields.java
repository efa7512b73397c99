package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.dialect.TokenCounter;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.policies.usage.EngineTimes;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * The counters of a {@code usage} object, and of the {@code timings} that llama.cpp adds, as they
 * stand; and where in the object a cost can be put.
 *
 * <p>A counter is {@link #ABSENT} where it is missing or null, and {@link #INVALID} where it is no
 * whole number from 0 to 2^31.
 */
final class UsageFields {

  static final long ABSENT = TokenCounter.ABSENT;
  static final long INVALID = TokenCounter.INVALID;

  private static final BigDecimal MICROS_PER_MILLI = BigDecimal.valueOf(1_000);

  long promptTokens = ABSENT;
  long completionTokens = ABSENT;
  long totalTokens = ABSENT;
  long cachedTokens = ABSENT;
  long cacheWriteTokens = ABSENT;
  long reasoningTokens = ABSENT;
  long rejectedPredictionTokens = ABSENT;

  /** Moonshot's place for the cached tokens. */
  long outerCachedTokens = ABSENT;

  /** Mistral's counter of its engine's cache, of which its documentation does not speak. */
  long engineCachedTokens = ABSENT;

  /** Perplexity's place for the reasoning tokens. */
  long outerReasoningTokens = ABSENT;

  long citationTokens = ABSENT;

  /** Perplexity's counter of what its search was asked. */
  long searchQueries = ABSENT;

  long promptAudioTokens = ABSENT;
  long promptImageTokens = ABSENT;
  long completionAudioTokens = ABSENT;
  long completionImageTokens = ABSENT;
  long cacheHitTokens = ABSENT;
  long cacheMissTokens = ABSENT;

  long timingPromptTokens = ABSENT;
  long timingCacheTokens = ABSENT;
  long timingPredictedTokens = ABSENT;

  /** Milliseconds as they stand, in which llama.cpp writes fractions. */
  @Nullable String timingPromptMillis;

  @Nullable String timingPredictedMillis;

  /** Index of the closing brace of the usage object, or -1 before there was one. */
  int closingBrace = -1;

  boolean empty = true;

  /** Range of the value of a {@code cost} that is there already, or -1. */
  int costStart = -1;

  int costEnd = -1;

  /** Reads the usage object the cursor is at the start of. */
  void readUsage(JsonCursor json) {
    empty = true;
    costStart = -1;
    for (String name = json.nextMember(); name != null; name = json.nextMember()) {
      empty = false;
      JsonToken value = json.token();
      switch (name) {
        case "prompt_tokens" -> promptTokens = TokenCounter.read(json);
        case "completion_tokens" -> completionTokens = TokenCounter.read(json);
        case "total_tokens" -> totalTokens = TokenCounter.read(json);
        case "cached_tokens" -> outerCachedTokens = TokenCounter.read(json);
        case "num_cached_tokens" -> engineCachedTokens = TokenCounter.read(json);
        case "reasoning_tokens" -> outerReasoningTokens = TokenCounter.read(json);
        case "citation_tokens" -> citationTokens = TokenCounter.read(json);
        case "num_search_queries" -> searchQueries = TokenCounter.read(json);
        case "prompt_cache_hit_tokens" -> cacheHitTokens = TokenCounter.read(json);
        case "prompt_cache_miss_tokens" -> cacheMissTokens = TokenCounter.read(json);
        case "prompt_tokens_details", "completion_tokens_details" -> {
          if (value == JsonToken.START_OBJECT) {
            readDetails(json, name.startsWith("prompt"));
          } else {
            json.skip();
          }
        }
        case "cost" -> {
          costStart = json.start();
          json.skip();
          costEnd = json.end();
        }
        default -> json.skip();
      }
    }
    closingBrace = json.start();
  }

  private void readDetails(JsonCursor json, boolean prompt) {
    for (String name = json.nextMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "cached_tokens" -> cachedTokens = TokenCounter.read(json);
        case "cache_write_tokens" -> cacheWriteTokens = TokenCounter.read(json);
        case "reasoning_tokens" -> reasoningTokens = TokenCounter.read(json);
        case "rejected_prediction_tokens" -> rejectedPredictionTokens = TokenCounter.read(json);
        case "audio_tokens" -> {
          long tokens = TokenCounter.read(json);
          promptAudioTokens = prompt ? tokens : promptAudioTokens;
          completionAudioTokens = prompt ? completionAudioTokens : tokens;
        }
        case "image_tokens" -> {
          long tokens = TokenCounter.read(json);
          promptImageTokens = prompt ? tokens : promptImageTokens;
          completionImageTokens = prompt ? completionImageTokens : tokens;
        }
        default -> json.skip();
      }
    }
  }

  /** Reads the timings object the cursor is at the start of. */
  void readTimings(JsonCursor json) {
    for (String name = json.nextMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "prompt_n" -> timingPromptTokens = TokenCounter.read(json);
        case "cache_n" -> timingCacheTokens = TokenCounter.read(json);
        case "predicted_n" -> timingPredictedTokens = TokenCounter.read(json);
        case "prompt_ms" -> timingPromptMillis = number(json);
        case "predicted_ms" -> timingPredictedMillis = number(json);
        default -> json.skip();
      }
    }
  }

  private static @Nullable String number(JsonCursor json) {
    if (json.at(JsonToken.VALUE_NUMBER_INT) || json.at(JsonToken.VALUE_NUMBER_FLOAT)) {
      return json.text();
    }
    json.skip();
    return null;
  }

  /** How long the engine says that it worked; {@code null} where it does not, or not believably. */
  @Nullable EngineTimes engineTimes() {
    return EngineTimes.of(timingPromptMillis, timingPredictedMillis, MICROS_PER_MILLI);
  }

  /** Reads the usage object in these bytes; a broken one leaves the prompt tokens invalid. */
  void readUsage(byte[] array, int from, int to) {
    JsonCursor json = JsonCursor.lenient(array, from, to - from);
    try {
      if (json.next() == JsonToken.START_OBJECT) {
        readUsage(json);
        return;
      }
    } catch (JacksonException e) {
      // Falls through: what the engine wrote is not JSON.
    }
    promptTokens = INVALID;
  }

  /** Reads the timings object in these bytes; a broken one leaves its counters invalid. */
  void readTimings(byte[] array, int from, int to) {
    JsonCursor json = JsonCursor.lenient(array, from, to - from);
    try {
      if (json.next() == JsonToken.START_OBJECT) {
        readTimings(json);
        return;
      }
    } catch (JacksonException e) {
      // Falls through: what the engine wrote is not JSON.
    }
    timingPromptTokens = INVALID;
  }
}
