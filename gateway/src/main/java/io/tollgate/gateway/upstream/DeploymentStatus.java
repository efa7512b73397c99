package io.tollgate.gateway.upstream;

import io.tollgate.policies.routing.Outlook.Availability;

/**
 * How a deployment stands at a moment, for people.
 *
 * @param deployment its id
 * @param availability whether it may be sent requests
 * @param pauseMs milliseconds until that may change; 0 where it is available
 * @param lastFault what went wrong last, or empty
 * @param inFlight requests it has now, or -1 where they are not limited
 * @param places requests it may have at a time, or -1 where they are not limited
 * @param retriesLeft retries that its provider may be sent
 */
public record DeploymentStatus(
    String deployment,
    Availability availability,
    long pauseMs,
    String lastFault,
    int inFlight,
    int places,
    long retriesLeft) {}
