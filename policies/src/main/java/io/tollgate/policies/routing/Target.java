package io.tollgate.policies.routing;

import java.util.List;

/** What a requested name stands for. */
sealed interface Target {

  /**
   * A policy.
   *
   * @param policy the policy
   * @param own its own terms
   * @param rules the terms of each of its rules, in their order
   */
  record ByPolicy(Policy policy, Shortlist own, List<Shortlist> rules) implements Target {}

  /** A model, which any of its deployments may answer. */
  record ByModel(Shortlist shortlist) implements Target {}

  /** One deployment and no other. */
  record Direct(Option option, Terms terms) implements Target {}
}
