package io.tollgate.gateway.quality;

import io.tollgate.policies.catalog.Deployment;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that was answered lately, as far as a judgement of its answer needs it: without texts.
 *
 * @param at when it ended
 * @param request its id
 * @param key the public id of the virtual key
 * @param policy the policy that decided
 * @param deployment who answered
 * @param predictedPpm how good its answer was expected to be, in millionths, or -1
 * @param chosenPpm the probability of the choice in millionths; 1,000,000 where nothing was left to
 *     chance
 * @param task the caller's task tag, if any
 * @param inTokens input tokens
 * @param outTokens output tokens
 * @param accounts the names of the accounts that it was charged to
 */
public record RecentDecision(
    Instant at,
    String request,
    String key,
    String policy,
    Deployment deployment,
    int predictedPpm,
    int chosenPpm,
    @Nullable String task,
    long inTokens,
    long outTokens,
    List<String> accounts) {}
