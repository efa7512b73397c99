package io.tollgate.gateway.budget;

/** Sums of amounts that are not negative, and stop at the largest number there is. */
final class Sums {

  private Sums() {}

  static long plus(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  static long times(long amount, int factor) {
    return amount > Long.MAX_VALUE / factor ? Long.MAX_VALUE : amount * factor;
  }
}
