package io.tollgate.policies.price;

import io.tollgate.policies.usage.Meter;
import java.util.Comparator;
import java.util.List;

/**
 * The prices of every meter at every size of a request.
 *
 * @param rates the prices below every tier
 * @param tiers the prices of larger requests, kept from the highest to the lowest; each states
 *     every meter that {@code rates} states, though a marginal one need not state output
 * @param mode what a tier reprices
 */
public record PriceTable(Rates rates, List<ContextTier> tiers, Mode mode) {

  /** What a tier reprices of a request that is larger than its threshold. */
  public enum Mode {
    /** Every token, output included. */
    CLIFF,
    /**
     * Only the tokens of input beyond the threshold; output costs the same at every size. The
     * tokens of a request fill the tiers from below in the order in which a prompt is laid out:
     * cache reads, cache writes (five minutes, one hour, other), what was read in full (text,
     * pictures, film, sound), and what tools added.
     */
    MARGINAL
  }

  /**
   * @throws IllegalArgumentException if two tiers have one threshold, or one omits a meter
   */
  public PriceTable {
    tiers =
        tiers.stream()
            .sorted(Comparator.comparingLong(ContextTier::aboveInput).reversed())
            .toList();
    for (ContextTier tier : tiers) {
      for (Meter meter : Meter.values()) {
        boolean repriced = mode == Mode.CLIFF || meter.isInput();
        if (repriced && rates.states(meter) && !tier.rates().states(meter)) {
          throw new IllegalArgumentException(
              "the tier above " + tier.aboveInput() + " omits " + meter.key());
        }
      }
    }
    for (int i = 1; i < tiers.size(); i++) {
      if (tiers.get(i).aboveInput() == tiers.get(i - 1).aboveInput()) {
        throw new IllegalArgumentException("two tiers above " + tiers.get(i).aboveInput());
      }
    }
  }

  /** The same prices at every size. */
  public static PriceTable flat(Rates rates) {
    return new PriceTable(rates, List.of(), Mode.CLIFF);
  }

  /**
   * The prices of a token that has so much input before and with it: those of the highest tier that
   * this exceeds. In {@link Mode#CLIFF} they are those of the whole request.
   *
   * @param input tokens of input, cached or not
   */
  public Rates ratesFor(long input) {
    for (int i = 0; i < tiers.size(); i++) {
      if (input > tiers.get(i).aboveInput()) {
        return tiers.get(i).rates();
      }
    }
    return rates;
  }
}
