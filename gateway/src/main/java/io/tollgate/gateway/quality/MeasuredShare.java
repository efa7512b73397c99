package io.tollgate.gateway.quality;

import java.util.Set;

/**
 * How large a share of the answers of a model is measured: more where a model is under suspicion,
 * or is to be let back in. Used by several threads.
 */
@FunctionalInterface
public interface MeasuredShare {

  /** What the policy says. */
  MeasuredShare AS_CONFIGURED = (policy, key, model, configuredPpm) -> configuredPpm;

  /**
   * The share in millionths, asked for each request.
   *
   * @param key the public id of the virtual key
   * @param model the model that is to answer, by its provider-neutral id
   * @param configuredPpm what the policy says
   */
  int ppm(String policy, String key, String model, int configuredPpm);

  /**
   * Models that may not answer for now and are to be asked beside who does, by id: whether that is
   * right is to be known soon.
   */
  default Set<String> unsettled() {
    return Set.of();
  }

  /** A request was drawn, with that share. */
  default void picked(String policy, String key, String model) {}
}
