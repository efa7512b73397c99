package io.tollgate.policies.capacity;

import java.math.BigDecimal;

/** The ranges that the figures of a pool must be in. */
final class Checks {

  private Checks() {}

  static void notNegative(String what, BigDecimal number) {
    require(number.signum() >= 0, what, number, ">= 0");
  }

  static void positive(String what, BigDecimal number) {
    require(number.signum() > 0, what, number, "> 0");
  }

  static void share(String what, BigDecimal number) {
    require(number.signum() >= 0 && number.compareTo(BigDecimal.ONE) <= 0, what, number, "0 to 1");
  }

  static void atLeastOne(String what, BigDecimal number) {
    require(number.compareTo(BigDecimal.ONE) >= 0, what, number, ">= 1");
  }

  private static void require(boolean good, String what, BigDecimal number, String expected) {
    if (!good) {
      throw new IllegalArgumentException(
          what + ": " + number.toPlainString() + " (expected: " + expected + ")");
    }
  }
}
