package io.tollgate.policies.routing;

/**
 * A part of a policy for the requests that meet a condition.
 *
 * @param name unique in its policy, for the ledger and for people
 * @param when which requests it is for
 * @param terms what holds for them: the policy's own terms, with what the rule overrides
 */
public record Rule(String name, Condition when, Terms terms) {}
