package io.tollgate.bench.provider;

import java.math.BigInteger;

/**
 * What a simulated provider charges per token, in pico-dollars (which is micro-dollars per million
 * tokens).
 *
 * <p>The arithmetic is the provider's own and shares nothing with the price engine, so that one can
 * be held against the other.
 *
 * @param inputPico per input token read in full, at least 0
 * @param cachedInputPico per input token served from the prompt cache, at least 0
 * @param writtenPico per input token written to the prompt cache for five minutes, at least 0
 * @param writtenHourPico per input token written to it for an hour, at least 0
 * @param outputPico per output token, hidden or visible, at least 0
 */
public record TokenPrices(
    long inputPico, long cachedInputPico, long writtenPico, long writtenHourPico, long outputPico) {

  /** One dollar per million tokens, in pico-dollars per token. */
  public static final long DOLLAR_PER_MILLION = 1_000_000;

  public TokenPrices {
    if (inputPico < 0
        || cachedInputPico < 0
        || writtenPico < 0
        || writtenHourPico < 0
        || outputPico < 0) {
      throw new IllegalArgumentException(
          "prices: %d, %d, %d, %d, %d pico-dollars (expected: all >= 0)"
              .formatted(inputPico, cachedInputPico, writtenPico, writtenHourPico, outputPico));
    }
  }

  /** Prices at which writing to the prompt cache costs no more than reading in full. */
  public TokenPrices(long inputPico, long cachedInputPico, long outputPico) {
    this(inputPico, cachedInputPico, inputPico, inputPico, outputPico);
  }

  /** The exact bill for a usage, in pico-dollars. */
  public BigInteger billPico(SimulatedUsage usage) {
    return times(usage.freshTokens(), inputPico)
        .add(times(usage.cachedTokens(), cachedInputPico))
        .add(times(usage.writtenTokens(), writtenPico))
        .add(times(usage.writtenHourTokens(), writtenHourPico))
        .add(times(usage.completionTokens(), outputPico));
  }

  private static BigInteger times(long tokens, long pico) {
    return BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(pico));
  }
}
