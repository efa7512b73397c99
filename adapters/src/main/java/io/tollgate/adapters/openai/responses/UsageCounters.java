package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.Splice;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import java.math.BigDecimal;
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

  static final long ABSENT = -1;
  static final long INVALID = -2;

  private static final int MAX_CHARS = 32;

  long inputTokens = ABSENT;
  long outputTokens = ABSENT;
  long totalTokens = ABSENT;
  long cachedTokens = ABSENT;
  long cacheWriteTokens = ABSENT;
  long reasoningTokens = ABSENT;

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
        case "input_tokens" -> inputTokens = counter(json);
        case "output_tokens" -> outputTokens = counter(json);
        case "total_tokens" -> totalTokens = counter(json);
        case "input_tokens_details", "output_tokens_details" -> {
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
