package io.tollgate.gateway.quality;

import io.tollgate.policies.pacing.WatchState.Standing;
import java.util.List;

/**
 * How it stands with quality on the whole.
 *
 * @param budgets of every key and policy, those with the least left first
 * @param models that samples were judged of, in the order of their names
 */
public record DeskReading(List<BudgetReading> budgets, List<Watched> models) {
  public DeskReading {
    budgets = List.copyOf(budgets);
    models = List.copyOf(models);
  }

  /**
   * How it stands with a model.
   *
   * @param model its provider-neutral id
   * @param suspicion how far it is on the way to quarantine, 0 to 1
   * @param correctionPpm what its expected quality is lowered by, in millionths
   * @param samples judged lately
   */
  public record Watched(
      String model, Standing standing, double suspicion, int correctionPpm, double samples) {}
}
