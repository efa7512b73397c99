package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.dialect.TokenCounter;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.Splice;
import io.tollgate.policies.money.Picodollars;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * The counters of a {@code usage} object as they stand, and where in it a cost can be put.
 *
 * <p>A counter is {@link #ABSENT} where it is missing or null, and {@link #INVALID} where it is no
 * whole number from 0 to 2^31.
 */
final class UsageCounters {

  static final long ABSENT = TokenCounter.ABSENT;
  static final long INVALID = TokenCounter.INVALID;

  long inputTokens = ABSENT;
  long outputTokens = ABSENT;
  long totalTokens = ABSENT;
  long cachedTokens = ABSENT;
  long cacheWriteTokens = ABSENT;
  long reasoningTokens = ABSENT;
  long inputAudioTokens = ABSENT;
  long inputImageTokens = ABSENT;
  long outputAudioTokens = ABSENT;
  long outputImageTokens = ABSENT;

  /** Index of the closing brace of the usage object, or -1 before there was one. */
  private int closingBrace = -1;

  private boolean empty = true;

  /** Range of the value of a {@code cost} that is there already, or -1. */
  private int costStart = -1;

  private int costEnd = -1;

  /** Reads the object the cursor is at the start of. */
  void read(JsonCursor json) {
    empty = true;
    costStart = -1;
    while (json.next() == JsonToken.PROPERTY_NAME) {
      empty = false;
      String name = json.name();
      JsonToken value = json.next();
      switch (name) {
        case "input_tokens" -> inputTokens = TokenCounter.read(json);
        case "output_tokens" -> outputTokens = TokenCounter.read(json);
        case "total_tokens" -> totalTokens = TokenCounter.read(json);
        case "input_tokens_details", "output_tokens_details" -> {
          if (value == JsonToken.START_OBJECT) {
            readDetails(json, name.startsWith("input"));
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

  private void readDetails(JsonCursor json, boolean input) {
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      json.next();
      switch (name) {
        case "cached_tokens" -> cachedTokens = TokenCounter.read(json);
        case "cache_write_tokens" -> cacheWriteTokens = TokenCounter.read(json);
        case "reasoning_tokens" -> reasoningTokens = TokenCounter.read(json);
        case "audio_tokens" -> {
          long tokens = TokenCounter.read(json);
          inputAudioTokens = input ? tokens : inputAudioTokens;
          outputAudioTokens = input ? outputAudioTokens : tokens;
        }
        case "image_tokens" -> {
          long tokens = TokenCounter.read(json);
          inputImageTokens = input ? tokens : inputImageTokens;
          outputImageTokens = input ? outputImageTokens : tokens;
        }
        default -> json.skip();
      }
    }
  }

  /**
   * Writes a cost into the object, in the place of one that is there already; without an object or
   * a cost everything stays as it is.
   */
  void spliceCost(Splice splice, @Nullable Picodollars cost) {
    if (cost == null || closingBrace < 0) {
      return;
    }
    String dollars = cost.toPlainDollars();
    if (costStart >= 0) {
      splice.replace(costStart, costEnd, dollars.getBytes(StandardCharsets.US_ASCII));
    } else {
      String member = (empty ? "" : ",") + "\"cost\":" + dollars;
      splice.insert(closingBrace, member.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
