package io.tollgate.gateway.quality;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.pacing.BurnRate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with the budgets of one key under one policy.
 *
 * @param key the public id of the virtual key
 * @param shadowPicoPerPpm what a millionth of quality is worth, in pico-dollars
 * @param remainingPpm the share of the reserve that is left, in millionths
 * @param frozen whether only the reference may answer
 * @param answers decisions so far
 * @param meanLossPpm predicted loss of about the last thousand, in millionths
 * @param remainingMoney what is left of the spend budget, or {@code null} without one
 * @param costWeightPpm what a dollar counts as, in millionths
 * @param burn how fast the quality budget is spent
 */
public record BudgetReading(
    String key,
    String policy,
    long shadowPicoPerPpm,
    long remainingPpm,
    boolean frozen,
    long answers,
    int meanLossPpm,
    @Nullable Picodollars remainingMoney,
    long costWeightPpm,
    List<BurnRate.Reading> burn) {
  public BudgetReading {
    burn = List.copyOf(burn);
  }
}
