package io.tollgate.bench.provider;

import java.math.BigInteger;

/**
 * What one canned answer of a provider that works flat out costs, exactly: every answer of a model
 * is the same, so that the bill for any number of them is a multiplication.
 */
public final class CannedCharge {

  /** The seed of {@link ProviderCommand}'s answers unless it is told another one. */
  public static final long USUAL_SEED = 1;

  private CannedCharge() {}

  /**
   * The price of one answer in pico-dollars, plain or streamed.
   *
   * @param seed of the provider
   * @param model at its prices
   */
  public static BigInteger pico(long seed, SimulatedModel model) {
    return model.prices().billPico(CannedAnswer.of(seed, model, 1).usage());
  }

  /**
   * Events in one stream with usage, {@code [DONE]} included.
   *
   * @param seed of the provider
   */
  public static int events(long seed, SimulatedModel model) {
    return CannedAnswer.of(seed, model, 1).writes(true).size();
  }
}
