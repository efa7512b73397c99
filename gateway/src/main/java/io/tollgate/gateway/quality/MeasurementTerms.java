package io.tollgate.gateway.quality;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says of the measurement of its answers.
 *
 * @param references deployments of the model that answers are compared with, the best first; at
 *     least one
 * @param judges deployments of the model that compares; empty where only exact comparisons are made
 * @param candidates deployments that the policy may send requests to
 * @param judgedSharePpm the share of answers that are measured, in millionths
 * @param perDay the most that may be spent on it in a UTC day
 */
public record MeasurementTerms(
    List<Deployment> references,
    List<Deployment> judges,
    List<Deployment> candidates,
    int judgedSharePpm,
    Picodollars perDay) {

  public MeasurementTerms {
    references = List.copyOf(references);
    judges = List.copyOf(judges);
    candidates = List.copyOf(candidates);
    if (references.isEmpty()) {
      throw new IllegalArgumentException("references: none (expected: at least one)");
    }
  }

  /** Where the terms of policies are looked up. */
  @FunctionalInterface
  public interface Source {

    /** The terms of a policy, or {@code null} where its answers are not measured. */
    @Nullable MeasurementTerms of(String policy);
  }

  /** Whether a deployment is one of the reference model, wherever it is served. */
  boolean isReference(Deployment deployment) {
    return references.getFirst().model().id().equals(deployment.model().id());
  }
}
