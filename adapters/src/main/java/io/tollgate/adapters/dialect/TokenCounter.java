package io.tollgate.adapters.dialect;

import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.policies.usage.Usage;
import java.math.BigDecimal;
import tools.jackson.core.JsonToken;

/** Reads one counter of tokens as a provider wrote it, without believing it. */
public final class TokenCounter {

  /** What a counter is that is missing or null. */
  public static final long ABSENT = -1;

  /** What a counter is that is no whole number from 0 to 2^31. */
  public static final long INVALID = -2;

  private static final int MAX_CHARS = 32;

  /** So many fit a long for certain. */
  private static final int DIGITS_MAX = 18;

  private TokenCounter() {}

  /** The counter at the cursor. */
  public static long read(JsonCursor json) {
    if (json.at(JsonToken.VALUE_NULL)) {
      return ABSENT;
    }
    if (!json.at(JsonToken.VALUE_NUMBER_INT) && !json.at(JsonToken.VALUE_NUMBER_FLOAT)) {
      json.skip();
      return INVALID;
    }
    if (json.at(JsonToken.VALUE_NUMBER_INT) && json.numberLength() <= DIGITS_MAX) {
      return allowed(json.wholeNumber());
    }
    return whole(json.text());
  }

  private static long allowed(long value) {
    return value >= 0 && value <= Usage.MAX_TOKENS ? value : INVALID;
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
      return allowed(decimal.longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return INVALID;
    }
  }
}
