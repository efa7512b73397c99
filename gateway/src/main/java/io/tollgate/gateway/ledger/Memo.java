package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.routing.Yardstick;
import org.jspecify.annotations.Nullable;

/**
 * What a request was decided against: the {@link Yardstick} of its decision, in the ledger. No part
 * of it is owed by anybody.
 *
 * @param reference the deployment that would have answered without a quality budget
 * @param referenceCost what the request was expected to cost there, or {@code null} where it has no
 *     price
 * @param lossPpm the quality that was expected to be lost, in millionths; may be negative
 * @param shadowPicoPerPpm what a millionth of quality was worth then, in pico-dollars
 * @param propensityPpm the probability of the choice in millionths
 */
public record Memo(
    String reference,
    @Nullable Picodollars referenceCost,
    int lossPpm,
    long shadowPicoPerPpm,
    int propensityPpm) {

  /** The memo of a decision; none where it has no yardstick. */
  public static @Nullable Memo of(@Nullable Yardstick yardstick) {
    return yardstick == null
        ? null
        : new Memo(
            yardstick.reference().id(),
            yardstick.referenceCost(),
            yardstick.lossPpm(),
            yardstick.shadowPicoPerPpm(),
            yardstick.propensityPpm());
  }
}
