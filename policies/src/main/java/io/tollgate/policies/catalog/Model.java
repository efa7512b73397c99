package io.tollgate.policies.catalog;

import java.util.Set;

/**
 * A set of weights, whoever serves it.
 *
 * @param id the provider-neutral name, e.g. {@code gpt-oss-120b}
 * @param modelClass frontier, open mixture-of-experts or local
 * @param qualityPpm the prior of how good its answers are, in millionths: 0 to 1,000,000
 * @param contextWindow tokens of input and output together, more than 0
 * @param maxOutput tokens of output in one answer, more than 0
 * @param capabilities what it is able to do beyond plain text
 */
public record Model(
    String id,
    ModelClass modelClass,
    int qualityPpm,
    long contextWindow,
    long maxOutput,
    Set<Capability> capabilities) {

  public Model {
    if (qualityPpm < 0 || qualityPpm > 1_000_000) {
      throw new IllegalArgumentException(
          "quality: " + qualityPpm + " ppm (expected: 0 to 1,000,000)");
    }
    if (contextWindow < 1 || maxOutput < 1) {
      throw new IllegalArgumentException(
          id + ": context " + contextWindow + ", output " + maxOutput + " (expected: both >= 1)");
    }
    capabilities = Set.copyOf(capabilities);
  }
}
