package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;

/**
 * What a decision is measured against: the reference of its policy's quality budget, and what is
 * expected of the choice beside it. A memo for the ledger, never an amount that anybody owes.
 *
 * @param reference the deployment that would have answered without a budget to spend
 * @param referenceCost what the request is expected to cost there, or {@code null} where it has no
 *     price
 * @param lossPpm expected quality of the reference less that of the choice, in millionths; may be
 *     negative
 * @param shadowPicoPerPpm the price of quality that the choice was made at, in pico-dollars for a
 *     millionth
 * @param propensityPpm the probability of this choice in millionths, above 0; 1,000,000 where
 *     nothing was left to chance
 */
public record Yardstick(
    Deployment reference,
    @Nullable Picodollars referenceCost,
    int lossPpm,
    long shadowPicoPerPpm,
    int propensityPpm) {}
