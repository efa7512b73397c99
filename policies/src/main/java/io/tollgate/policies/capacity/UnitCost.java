package io.tollgate.policies.capacity;

import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;

/**
 * What a million tokens cost on machines that cost so much an hour: {@code $/h · 10^6 / (3600 · T ·
 * u)}.
 *
 * <p>A second of the pool is charged whoever it works for: input at the speed at which it reads,
 * output at the speed at which it writes, so that a request pays for the seconds it takes.
 */
public final class UnitCost {

  /** Decimals of a price per million tokens, as price files have them. */
  public static final int DECIMALS = 6;

  private static final long TOKENS = 1_000_000;
  private static final long SECONDS_PER_HOUR = 3_600;

  private UnitCost() {}

  /**
   * Dollars per million tokens, rounded half-even to {@value #DECIMALS} decimals.
   *
   * @param perHour what the pool costs in an hour
   * @param tokensPerSecond how fast it is under full load, more than 0
   * @param utilisation the share of its time that it is busy, more than 0
   */
  public static BigDecimal perMillion(
      Picodollars perHour, BigDecimal tokensPerSecond, BigDecimal utilisation) {
    Checks.positive("tokens per second", tokensPerSecond);
    Checks.positive("utilisation", utilisation);
    return Fraction.of(perHour)
        .times(TOKENS)
        .over(SECONDS_PER_HOUR)
        .over(tokensPerSecond)
        .over(utilisation)
        .rounded(DECIMALS);
  }
}
