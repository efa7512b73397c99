package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Deployment;
import java.util.List;
import java.util.stream.Stream;

/** What a requested name stands for. */
sealed interface Target {

  /** The policy that decides, {@link Policy#DIRECT} where none does. */
  default String policyName() {
    return Policy.DIRECT;
  }

  /** Everything that may answer. */
  Stream<Deployment> deployments();

  /**
   * A policy.
   *
   * @param policy the policy
   * @param own its own terms
   * @param rules the terms of each of its rules, in their order
   */
  record ByPolicy(Policy policy, Shortlist own, List<Shortlist> rules) implements Target {
    @Override
    public String policyName() {
      return policy.name();
    }

    @Override
    public Stream<Deployment> deployments() {
      return Stream.concat(Stream.of(own), rules.stream())
          .flatMap(list -> list.terms.candidates().stream());
    }
  }

  /** A model, which any of its deployments may answer. */
  record ByModel(Shortlist shortlist) implements Target {
    @Override
    public Stream<Deployment> deployments() {
      return shortlist.terms.candidates().stream();
    }
  }

  /** One deployment and no other. */
  record Direct(Option option, Terms terms) implements Target {
    @Override
    public Stream<Deployment> deployments() {
      return Stream.of(option.deployment);
    }
  }
}
