package io.tollgate.gateway.analysis;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Quotients of exact figures, rounded half-even once, at the twelfth decimal. */
final class Quotient {

  static final int SCALE = 12;

  private Quotient() {}

  /**
   * A share of an amount; {@code null} where the amount is not known or there is nothing to share.
   */
  static @Nullable BigDecimal of(@Nullable BigDecimal amount, long count) {
    return amount == null || count == 0
        ? null
        : amount.divide(BigDecimal.valueOf(count), SCALE, RoundingMode.HALF_EVEN);
  }

  /** {@code amount · times / over}; {@code over} is not 0. */
  static BigDecimal scaled(BigDecimal amount, long times, long over) {
    return amount
        .multiply(BigDecimal.valueOf(times))
        .divide(BigDecimal.valueOf(over), SCALE, RoundingMode.HALF_EVEN);
  }

  /** A known amount, or nothing. */
  static BigDecimal orZero(@Nullable BigDecimal amount) {
    return amount == null ? BigDecimal.ZERO : amount;
  }
}
