package io.tollgate.gateway.exchange;

import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * What one answer's cache writes cost above plain input, as far as no later answer has read them.
 *
 * <p>Safe for use by several threads: branches of one conversation may read at the same time, and
 * no pico-dollar is redeemed twice.
 */
final class WriteSurcharge {

  private final String deployment;
  private long tokens;
  private long pico;

  /**
   * A surcharge of which nothing has been redeemed.
   *
   * @param deployment whose cache it is, by its id
   * @param tokens tokens that were written, more than 0
   * @param surcharge what they cost above plain input
   */
  WriteSurcharge(String deployment, long tokens, Picodollars surcharge) {
    this.deployment = deployment;
    this.tokens = tokens;
    this.pico = surcharge.pico();
  }

  /**
   * Takes what is redeemed by a read: all of it where as many tokens are read as were written, else
   * the share of them, rounded half-even; nothing where another cache was read.
   *
   * @param reader the deployment that read, by its id
   * @param read tokens read from the cache, more than 0
   */
  synchronized Picodollars redeem(String reader, long read) {
    if (pico == 0 || !reader.equals(deployment)) {
      return Picodollars.ZERO;
    }
    long part = read >= tokens ? pico : share(read);
    pico -= part;
    tokens -= Math.min(read, tokens);
    return new Picodollars(part);
  }

  private long share(long read) {
    return new BigDecimal(BigInteger.valueOf(pico).multiply(BigInteger.valueOf(read)))
        .divide(BigDecimal.valueOf(tokens), 0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }
}
