package io.tollgate.gateway.quality;

import io.tollgate.policies.pacing.PacerState;
import io.tollgate.policies.pacing.SpendState;
import io.tollgate.policies.pacing.WatchState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of budgets and models across restarts.
 *
 * @param version of this shape
 * @param accounts one for each key and policy
 * @param models what is known of models by judged samples
 * @param complaints what callers said of them
 */
record DeskState(
    int version,
    List<Account> accounts,
    Map<String, WatchState> models,
    Map<String, WatchState> complaints) {

  static final int VERSION = 1;

  static final DeskState EMPTY = new DeskState(VERSION, List.of(), Map.of(), Map.of());

  DeskState {
    if (version != VERSION) {
      throw new IllegalArgumentException("version: " + version + " (expected: " + VERSION + ")");
    }
    accounts = List.copyOf(accounts);
    models = Map.copyOf(models);
    complaints = Map.copyOf(complaints);
  }

  /**
   * What is remembered of one key under one policy.
   *
   * @param key the public id of the virtual key
   * @param answers decisions so far
   * @param referencePico mean cost of an answer of the reference, in pico-dollars
   * @param quality of its quality budget, {@code null} without one
   * @param money of its spend budget, {@code null} without one
   */
  record Account(
      String key,
      String policy,
      long answers,
      double referencePico,
      @Nullable PacerState quality,
      @Nullable SpendState money) {
    Account {
      if (key == null || policy == null || !Double.isFinite(referencePico) || answers < 0) {
        throw new IllegalArgumentException("an account without key, policy or figures");
      }
    }
  }
}
