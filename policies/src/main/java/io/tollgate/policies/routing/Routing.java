package io.tollgate.policies.routing;

/** What deciding comes to: a plan, or a refusal that says why there is none. */
public sealed interface Routing permits Decision, Refusal {}
