package io.tollgate.policies.routing;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment is expected to do with a request.
 *
 * @param usage expected tokens
 * @param cost what they cost, or {@code null} where the deployment has no price
 * @param hold what the call is not likely to exceed, reserved until it is settled; {@code null}
 *     where the deployment has no price
 * @param worst how far it may go, at least {@code hold}: half as much more input than is estimated,
 *     and the longest answer that is allowed, or twice the longest that was seen where that is less
 *     and nobody has capped the cost, all at the dearest prices they may be charged at; {@code
 *     null} together with the hold
 * @param ttftMs expected time to first token in milliseconds
 * @param totalMs expected time to the last token in milliseconds
 * @param qualityPpm expected quality of the answer in millionths
 */
public record Estimate(
    Usage usage,
    @Nullable Picodollars cost,
    @Nullable Picodollars hold,
    @Nullable Picodollars worst,
    long ttftMs,
    long totalMs,
    int qualityPpm) {}
