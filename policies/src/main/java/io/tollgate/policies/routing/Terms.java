package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Deployment;
import java.util.List;

/**
 * The terms on which a request is routed: those of a policy, or of the rule of it that matched.
 *
 * @param objective what is minimised
 * @param limits what must hold
 * @param candidates the deployments that are compared, without duplicates
 * @param expectedOutputTokens tokens of an answer where nothing was observed, at least 1
 * @param maxAttempts the most deployments in a plan, at least 1
 * @param allowUnpriced whether deployments without a price may be used, after all that have one
 * @param patience how long a candidate is waited for while another one could answer
 * @param mayLose what may be left out where a request is translated
 */
public record Terms(
    Objective objective,
    Limits limits,
    List<Deployment> candidates,
    long expectedOutputTokens,
    int maxAttempts,
    boolean allowUnpriced,
    Patience patience,
    Tolerance mayLose) {

  public Terms {
    candidates = List.copyOf(candidates);
    if (expectedOutputTokens < 1 || maxAttempts < 1) {
      throw new IllegalArgumentException(
          "expected output: "
              + expectedOutputTokens
              + " tokens, attempts: "
              + maxAttempts
              + " (expected: both >= 1)");
    }
  }

  /** These terms for other deployments. */
  Terms withCandidates(List<Deployment> others) {
    return new Terms(
        objective,
        limits,
        others,
        expectedOutputTokens,
        maxAttempts,
        allowUnpriced,
        patience,
        mayLose);
  }
}
