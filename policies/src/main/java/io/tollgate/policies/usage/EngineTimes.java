package io.tollgate.policies.usage;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How long the engine that served a call worked on it, by its own clock.
 *
 * @param prefillMicros microseconds for the input that it read in full, at least 0
 * @param decodeMicros microseconds for the output, at least 0
 */
public record EngineTimes(long prefillMicros, long decodeMicros) {

  /** No call takes so long: a week. */
  public static final long MAX_MICROS = 7L * 24 * 3_600 * 1_000_000;

  public EngineTimes {
    if (!isPlausible(prefillMicros) || !isPlausible(decodeMicros)) {
      throw new IllegalArgumentException(
          "engine times: %d and %d us (expected: both 0 to %d)"
              .formatted(prefillMicros, decodeMicros, MAX_MICROS));
    }
  }

  /**
   * The times of two decimal texts in units of so many microseconds; {@code null} where one of them
   * is missing or cannot be so.
   */
  public static @Nullable EngineTimes of(
      @Nullable String prefill, @Nullable String decode, BigDecimal microsPerUnit) {
    long prefillMicros = micros(prefill, microsPerUnit);
    long decodeMicros = micros(decode, microsPerUnit);
    return isPlausible(prefillMicros) && isPlausible(decodeMicros)
        ? new EngineTimes(prefillMicros, decodeMicros)
        : null;
  }

  private static long micros(@Nullable String number, BigDecimal microsPerUnit) {
    if (number == null || number.length() > 32) {
      return -1;
    }
    try {
      BigDecimal micros = new BigDecimal(number).multiply(microsPerUnit);
      // The exponent is looked at first, for a large one must not be written out.
      return micros.signum() < 0 || micros.precision() - (long) micros.scale() > 15
          ? -1
          : micros.longValue();
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static boolean isPlausible(long micros) {
    return micros >= 0 && micros <= MAX_MICROS;
  }
}
