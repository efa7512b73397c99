package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Deployment;

/**
 * A deployment that qualifies for a request, with what it is expected to do.
 *
 * @param deployment where the request would go
 * @param estimate expected usage, cost, latency and quality
 * @param scorePico the objective in pico-dollars, lower is better: expected cost plus the price of
 *     its latency minus the value of its quality
 */
public record Candidate(Deployment deployment, Estimate estimate, long scorePico) {}
