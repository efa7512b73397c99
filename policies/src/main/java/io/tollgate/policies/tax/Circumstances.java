package io.tollgate.policies.tax;

import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of an answer beside its bill to say where the money went.
 *
 * @param floorCost what the same usage would have cost at the cheapest deployment that the decision
 *     found adequate; {@code null} where none is cheaper, or it has no price
 * @param carriedTokens tokens of input that the conversation had sent and paid for before, at least
 *     0
 * @param inputUnitPico list price of a token of plain input, in pico-dollars, against which cache
 *     writes are dear; {@link #UNKNOWN} where nothing was written to a cache
 * @param reused what earlier cache writes of the conversation cost above plain input, and this
 *     answer has shown to be of use, at least 0
 */
public record Circumstances(
    @Nullable Picodollars floorCost, long carriedTokens, long inputUnitPico, Picodollars reused) {

  /** The {@link #inputUnitPico} of an answer without cache writes. */
  public static final long UNKNOWN = -1;

  /** Nothing is known beside the bill. */
  public static final Circumstances NONE = new Circumstances(null, 0, UNKNOWN, Picodollars.ZERO);

  public Circumstances {
    if ((floorCost != null && floorCost.pico() < 0)
        || carriedTokens < 0
        || inputUnitPico < UNKNOWN
        || reused.pico() < 0) {
      throw new IllegalArgumentException(
          "circumstances: floor "
              + floorCost
              + ", carried "
              + carriedTokens
              + " tokens, input unit "
              + inputUnitPico
              + ", reused "
              + reused
              + " (expected: none negative)");
    }
  }
}
