package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.dialect.TokenCounter;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.JsonDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * The counters of a {@code usage} object as they stand, and where in it a cost can be put.
 *
 * <p>A counter is {@link #ABSENT} where it is missing or null, and {@link #INVALID} where it is no
 * whole number from 0 to 2^31. Of the counters of server tools that of searches is read; fetches
 * cost nothing but their tokens.
 */
final class UsageCounters {

  static final long ABSENT = TokenCounter.ABSENT;
  static final long INVALID = TokenCounter.INVALID;

  private static final int MAX_TIER_CHARS = 64;

  long inputTokens = ABSENT;
  long outputTokens = ABSENT;
  long cacheReadTokens = ABSENT;
  long cacheWriteTokens = ABSENT;
  long cacheWrite5mTokens = ABSENT;
  long cacheWrite1hTokens = ABSENT;
  long thinkingTokens = ABSENT;

  /** Whether parts of the work, such as a compaction, are counted beside these counters. */
  boolean countsBeside;

  /** What the provider's search was asked in all. */
  long searches = ABSENT;

  @Nullable String serviceTier;

  /** Where the answer was made, in Anthropic's words. */
  @Nullable String inferenceGeo;

  /** Index of the closing brace of the usage object, or -1 before there was one. */
  int closingBrace = -1;

  boolean empty = true;

  /** Range of the value of a {@code cost} that is there already, or -1. */
  int costStart = -1;

  int costEnd = -1;

  /** Reads the object the cursor is at the start of. */
  void read(JsonCursor json) {
    empty = true;
    costStart = -1;
    while (json.next() == JsonToken.PROPERTY_NAME) {
      empty = false;
      String name = json.name();
      JsonToken value = json.next();
      switch (name) {
        case "input_tokens" -> inputTokens = counter(json, inputTokens);
        case "output_tokens" -> outputTokens = counter(json, outputTokens);
        case "cache_read_input_tokens" -> cacheReadTokens = counter(json, cacheReadTokens);
        case "cache_creation_input_tokens" -> cacheWriteTokens = counter(json, cacheWriteTokens);
        case "cache_creation", "output_tokens_details", "server_tool_use" -> {
          if (value == JsonToken.START_OBJECT) {
            readDetails(json);
          } else {
            json.skip();
          }
        }
        case "iterations" -> readIterations(json);
        case "service_tier" -> {
          if (value == JsonToken.VALUE_STRING && json.text().length() <= MAX_TIER_CHARS) {
            serviceTier = json.text();
          }
          json.skip();
        }
        case "inference_geo" -> {
          if (value == JsonToken.VALUE_STRING && json.text().length() <= MAX_TIER_CHARS) {
            inferenceGeo = json.text();
          }
          json.skip();
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

  /**
   * Reads the object of a tree over what was read before: a counter that is there replaces the
   * earlier one, since each is a total of the whole answer.
   */
  void read(JsonNode usage) {
    byte[] document = JsonDocument.write(usage);
    read(document, 0, document.length);
  }

  /** Reads the object in these bytes over what was read before; a broken one leaves no usage. */
  void read(byte[] array, int from, int to) {
    JsonCursor json = JsonCursor.lenient(array, from, to - from);
    try {
      if (json.next() == JsonToken.START_OBJECT) {
        read(json);
        return;
      }
    } catch (JacksonException e) {
      // Falls through: what the provider wrote is not JSON.
    }
    inputTokens = INVALID;
  }

  private void readDetails(JsonCursor json) {
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      json.next();
      switch (name) {
        case "ephemeral_5m_input_tokens" -> cacheWrite5mTokens = counter(json, cacheWrite5mTokens);
        case "ephemeral_1h_input_tokens" -> cacheWrite1hTokens = counter(json, cacheWrite1hTokens);
        case "web_search_requests" -> searches = counter(json, searches);
        case "thinking_tokens" -> thinkingTokens = counter(json, thinkingTokens);
        default -> json.skip();
      }
    }
  }

  private void readIterations(JsonCursor json) {
    if (!json.at(JsonToken.START_ARRAY)) {
      json.skip();
      return;
    }
    while (json.next() != JsonToken.END_ARRAY) {
      if (!json.at(JsonToken.START_OBJECT)) {
        json.skip();
        continue;
      }
      while (json.next() == JsonToken.PROPERTY_NAME) {
        boolean type = json.name().equals("type");
        json.next();
        if (type && json.at(JsonToken.VALUE_STRING)) {
          countsBeside |= !json.text().equals("message");
        }
        json.skip();
      }
    }
  }

  private static long counter(JsonCursor json, long before) {
    long read = TokenCounter.read(json);
    return read == ABSENT ? before : read;
  }
}
