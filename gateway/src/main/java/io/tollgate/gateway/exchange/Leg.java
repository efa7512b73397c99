package io.tollgate.gateway.exchange;

import io.tollgate.gateway.upstream.Permit;
import io.tollgate.policies.routing.Candidate;

/**
 * A deployment that an attempt may be sent to.
 *
 * @param candidate the deployment, with what is expected of it
 * @param permit the leave to send it one request; to be given back
 */
record Leg(Candidate candidate, Permit permit) {}
