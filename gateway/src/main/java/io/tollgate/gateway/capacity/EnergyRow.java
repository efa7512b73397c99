package io.tollgate.gateway.capacity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * The energy that tokens took: a memo beside the money.
 *
 * @param name what it is of
 * @param attempts how many calls it is of
 * @param input tokens of input that were read, not from a cache
 * @param output tokens of output
 * @param measuredJoules on pools of one's own, by their power and their speed
 * @param estimatedJoules elsewhere, by the size of the model
 * @param unknownTokens tokens of models of which nothing is known: they are in neither
 */
public record EnergyRow(
    String name,
    long attempts,
    BigInteger input,
    BigInteger output,
    BigDecimal measuredJoules,
    BigDecimal estimatedJoules,
    BigInteger unknownTokens) {

  private static final int DECIMALS = 6;
  private static final BigDecimal JOULES_PER_WATT_HOUR = BigDecimal.valueOf(3_600);

  static EnergyRow nothing(String name) {
    return new EnergyRow(
        name,
        0,
        BigInteger.ZERO,
        BigInteger.ZERO,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        BigInteger.ZERO);
  }

  EnergyRow plus(
      BigInteger moreInput,
      BigInteger moreOutput,
      BigDecimal measured,
      BigDecimal estimated,
      BigInteger unknown) {
    return new EnergyRow(
        name,
        attempts,
        input.add(moreInput),
        output.add(moreOutput),
        measuredJoules.add(measured),
        estimatedJoules.add(estimated),
        unknownTokens.add(unknown));
  }

  EnergyRow withAttempts(long count) {
    return new EnergyRow(
        name, count, input, output, measuredJoules, estimatedJoules, unknownTokens);
  }

  /** How it is known. */
  public String method() {
    boolean measured = measuredJoules.signum() > 0;
    boolean estimated = estimatedJoules.signum() > 0;
    if (unknownTokens.signum() > 0) {
      return measured || estimated ? "in part unknown" : "unknown";
    }
    return measured ? estimated ? "in part estimated" : "measured" : "estimated";
  }

  /** Watt-hours in all, to the microwatt-hour; {@code null} where nothing is known. */
  public @Nullable BigDecimal wattHours() {
    BigDecimal joules = measuredJoules.add(estimatedJoules);
    return joules.signum() == 0 && unknownTokens.signum() > 0
        ? null
        : joules.divide(JOULES_PER_WATT_HOUR, DECIMALS, RoundingMode.HALF_EVEN);
  }

  /** Joules of a call on average; {@code null} where a part is not known or there was none. */
  public @Nullable BigDecimal joulesPerAttempt() {
    return attempts == 0 || unknownTokens.signum() > 0
        ? null
        : measuredJoules
            .add(estimatedJoules)
            .divide(BigDecimal.valueOf(attempts), DECIMALS, RoundingMode.HALF_EVEN);
  }
}
