package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.policies.usage.Usage;
import java.math.BigDecimal;
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

  static final long ABSENT = -1;
  static final long INVALID = -2;

  private static final int MAX_CHARS = 32;

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
  long cacheHitTokens = ABSENT;
  long cacheMissTokens = ABSENT;

  long timingPromptTokens = ABSENT;
  long timingCacheTokens = ABSENT;
  long timingPredictedTokens = ABSENT;

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
    while (json.next() == JsonToken.PROPERTY_NAME) {
      empty = false;
      String name = json.name();
      JsonToken value = json.next();
      switch (name) {
        case "prompt_tokens" -> promptTokens = counter(json);
        case "completion_tokens" -> completionTokens = counter(json);
        case "total_tokens" -> totalTokens = counter(json);
        case "cached_tokens" -> outerCachedTokens = counter(json);
        case "num_cached_tokens" -> engineCachedTokens = counter(json);
        case "reasoning_tokens" -> outerReasoningTokens = counter(json);
        case "citation_tokens" -> citationTokens = counter(json);
        case "prompt_cache_hit_tokens" -> cacheHitTokens = counter(json);
        case "prompt_cache_miss_tokens" -> cacheMissTokens = counter(json);
        case "prompt_tokens_details", "completion_tokens_details" -> {
          if (value == JsonToken.START_OBJECT) {
            readDetails(json);
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

  private void readDetails(JsonCursor json) {
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      json.next();
      switch (name) {
        case "cached_tokens" -> cachedTokens = counter(json);
        case "cache_write_tokens" -> cacheWriteTokens = counter(json);
        case "reasoning_tokens" -> reasoningTokens = counter(json);
        case "rejected_prediction_tokens" -> rejectedPredictionTokens = counter(json);
        default -> json.skip();
      }
    }
  }

  /** Reads the timings object the cursor is at the start of. */
  void readTimings(JsonCursor json) {
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      json.next();
      switch (name) {
        case "prompt_n" -> timingPromptTokens = counter(json);
        case "cache_n" -> timingCacheTokens = counter(json);
        case "predicted_n" -> timingPredictedTokens = counter(json);
        default -> json.skip();
      }
    }
  }

  /** Reads the usage object in these bytes; a broken one leaves the prompt tokens invalid. */
  void readUsage(byte[] array, int from, int to) {
    try (JsonCursor json = JsonCursor.lenient(array, from, to - from)) {
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
    try (JsonCursor json = JsonCursor.lenient(array, from, to - from)) {
      if (json.next() == JsonToken.START_OBJECT) {
        readTimings(json);
        return;
      }
    } catch (JacksonException e) {
      // Falls through: what the engine wrote is not JSON.
    }
    timingPromptTokens = INVALID;
  }

  private static long counter(JsonCursor json) {
    if (json.at(JsonToken.VALUE_NULL)) {
      return ABSENT;
    }
    if (!json.at(JsonToken.VALUE_NUMBER_INT) && !json.at(JsonToken.VALUE_NUMBER_FLOAT)) {
      json.skip();
      return INVALID;
    }
    return whole(json.text());
  }

  /** A whole number written in any way JSON knows, such as {@code 12.0} or {@code 1.2e1}. */
  private static long whole(String number) {
    if (number.length() > MAX_CHARS) {
      return INVALID;
    }
    try {
      BigDecimal decimal = new BigDecimal(number).stripTrailingZeros();
      // A large exponent must not be written out, so its size is looked at first; a fraction is
      // refused by the conversion.
      if (decimal.signum() < 0 || decimal.precision() - (long) decimal.scale() > 10) {
        return INVALID;
      }
      long value = decimal.longValueExact();
      return value <= Usage.MAX_TOKENS ? value : INVALID;
    } catch (ArithmeticException | NumberFormatException e) {
      return INVALID;
    }
  }
}
