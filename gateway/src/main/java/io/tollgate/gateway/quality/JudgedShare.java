package io.tollgate.gateway.quality;

/**
 * How large a share of the answers of a model is measured: more where a model is under suspicion,
 * or is to be let back in.
 */
@FunctionalInterface
public interface JudgedShare {

  /** What the policy says. */
  JudgedShare AS_CONFIGURED = (policy, model, configuredPpm) -> configuredPpm;

  /**
   * The share in millionths. Asked for each request by several threads.
   *
   * @param model the model that is to answer, by its provider-neutral id
   * @param configuredPpm what the policy says
   */
  int ppm(String policy, String model, int configuredPpm);
}
