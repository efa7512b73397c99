package io.tollgate.policies.catalog;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set of weights, whoever serves it.
 *
 * @param id the provider-neutral name, e.g. {@code gpt-oss-120b}
 * @param modelClass frontier, open mixture-of-experts or local
 * @param qualityPpm the prior of how good its answers are, in millionths: 0 to 1,000,000
 * @param contextWindow tokens of input and output together, more than 0
 * @param maxOutput tokens of output in one answer, more than 0
 * @param capabilities what it is able to do beyond plain text
 * @param activeParameters parameters that work on each token, at least 1: of a dense model all;
 *     {@code null} where they are not known
 */
public record Model(
    String id,
    ModelClass modelClass,
    int qualityPpm,
    long contextWindow,
    long maxOutput,
    Set<Capability> capabilities,
    @Nullable Long activeParameters) {

  public Model {
    if (qualityPpm < 0 || qualityPpm > 1_000_000) {
      throw new IllegalArgumentException(
          "quality: " + qualityPpm + " ppm (expected: 0 to 1,000,000)");
    }
    if (contextWindow < 1 || maxOutput < 1) {
      throw new IllegalArgumentException(
          id + ": context " + contextWindow + ", output " + maxOutput + " (expected: both >= 1)");
    }
    if (activeParameters != null && activeParameters < 1) {
      throw new IllegalArgumentException(
          id + ": active parameters " + activeParameters + " (expected: >= 1)");
    }
    capabilities = Set.copyOf(capabilities);
  }

  /** A model of which it is not known how many parameters work on a token. */
  public Model(
      String id,
      ModelClass modelClass,
      int qualityPpm,
      long contextWindow,
      long maxOutput,
      Set<Capability> capabilities) {
    this(id, modelClass, qualityPpm, contextWindow, maxOutput, capabilities, null);
  }
}
