package io.tollgate.policies.capacity;

import java.math.BigDecimal;

/**
 * How fast a pool is when it does nothing else: tokens per second of all its machines together.
 *
 * @param prefillPerSecond tokens of input that it reads in full, more than 0
 * @param decodePerSecond tokens of output, more than 0
 */
public record Throughput(BigDecimal prefillPerSecond, BigDecimal decodePerSecond) {

  public Throughput {
    Checks.positive("prefill", prefillPerSecond);
    Checks.positive("decode", decodePerSecond);
  }

  /** Seconds of the whole pool that so many tokens take, to the microsecond. */
  public BigDecimal seconds(long prefillTokens, long decodeTokens) {
    return Fraction.of(BigDecimal.valueOf(prefillTokens))
        .over(prefillPerSecond)
        .plus(Fraction.of(BigDecimal.valueOf(decodeTokens)).over(decodePerSecond))
        .rounded(6);
  }
}
