package io.tollgate.policies.capacity;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An estimate of the energy that a model takes for its tokens on machines that nobody here can
 * measure: {@code E = 2 · N · T / η}.
 *
 * <p>A token takes about two floating-point operations for each of the {@code N} parameters that
 * are active for it (Kaplan et al. 2020, "Scaling Laws for Neural Language Models",
 * arXiv:2001.08361, section 2.1). {@code η} is {@value #FLOPS_PER_JOULE} of them for a joule, the
 * figure for an H100 that energy.inference.net states for this same formula; that is 47 % of the
 * peak of 989 TFLOP/s in 16 bits at 700 W. Memory traffic, idle machines, cooling and the rest of
 * the server are not in it, and decoding is bound by memory: it is nearer to the least than to the
 * mean.
 *
 * @param activeParameters parameters that work on each token, at least 1
 */
public record ModelEnergy(long activeParameters) {

  /** Floating-point operations for a joule. */
  public static final long FLOPS_PER_JOULE = 659_000_000_000L;

  /** The method in a sentence, for reports. */
  public static final String METHOD =
      "estimated: 2 x active parameters FLOP per token (Kaplan et al. 2020, arXiv:2001.08361) over"
          + " 6.59e11 FLOP per joule of an H100 (energy.inference.net); machines alone, no cooling";

  private static final int DECIMALS = 6;

  public ModelEnergy {
    if (activeParameters < 1) {
      throw new IllegalArgumentException(
          "active parameters: " + activeParameters + " (expected: >= 1)");
    }
  }

  /** Joules for so many tokens, input and output alike, to the microjoule. */
  public BigDecimal joules(BigInteger tokens) {
    return Fraction.of(
            new BigDecimal(tokens.multiply(BigInteger.TWO))
                .multiply(BigDecimal.valueOf(activeParameters)))
        .over(FLOPS_PER_JOULE)
        .rounded(DECIMALS);
  }
}
