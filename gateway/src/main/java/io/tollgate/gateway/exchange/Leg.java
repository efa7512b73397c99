package io.tollgate.gateway.exchange;

import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.gateway.upstream.Permit;
import io.tollgate.policies.routing.Candidate;

/**
 * A deployment that an attempt may be sent to.
 *
 * @param candidate the deployment, with what is expected of it
 * @param permit the leave to send it one request; to be given back
 * @param crossing the request in its dialect, and the way back
 */
record Leg(Candidate candidate, Permit permit, Crossing crossing) {}
