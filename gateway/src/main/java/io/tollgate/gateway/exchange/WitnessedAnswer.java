package io.tollgate.gateway.exchange;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.verify.Verdict;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer of one attempt, with what it came to.
 *
 * @param request the id of the request
 * @param attempt the number of the attempt, from 1
 * @param deployment who answered
 * @param completion the answer, its tools by the client's names; where the client's dialect has no
 *     place for a part of it, the part is still here
 * @param released whether the client got it: not one that was held back and found wanting, nor one
 *     whose client had left
 * @param verdict what a verifier said of it, where the policy had it verified; else {@code null}
 * @param usage what it consumed
 * @param quality how that is known
 * @param cost what this attempt cost, or {@code null} where there is no price
 * @param ttftMs milliseconds from dispatch to the first content byte, or -1
 * @param totalMs milliseconds from dispatch to the end
 */
public record WitnessedAnswer(
    String request,
    int attempt,
    Deployment deployment,
    Completion completion,
    boolean released,
    @Nullable Verdict verdict,
    Usage usage,
    UsageQuality quality,
    @Nullable Picodollars cost,
    long ttftMs,
    long totalMs) {}
