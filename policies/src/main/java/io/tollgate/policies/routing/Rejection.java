package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Deployment;

/**
 * A deployment that does not qualify for a request.
 *
 * @param deployment what was looked at
 * @param reason the rule it fails, with its figure and the limit
 */
public record Rejection(Deployment deployment, String reason) {}
