package io.tollgate.gateway.quality;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.quality.Prompt;

/**
 * An answer that is to be measured, with its question.
 *
 * @param request the request that was answered
 * @param key the public id of the virtual key
 * @param policy the policy that decided
 * @param terms what it says of measurement
 * @param conversation the question
 * @param textBytes bytes of all its texts
 * @param prompt what a predictor looks at
 * @param deployment who answered
 * @param completion the answer
 * @param predictedPpm how good it was expected to be, in millionths, or -1
 * @param propensityPpm the probability of its being measured, in millionths
 * @param inTokens input tokens
 * @param outTokens output tokens
 */
record Sample(
    String request,
    String key,
    String policy,
    MeasurementTerms terms,
    Conversation conversation,
    long textBytes,
    Prompt prompt,
    Deployment deployment,
    Completion completion,
    int predictedPpm,
    int propensityPpm,
    long inTokens,
    long outTokens) {

  /** The most output tokens that are asked for again. */
  long outputTokens(long outputTokensMax) {
    Long wanted = conversation.sampling().maxOutputTokens();
    return wanted == null ? outputTokensMax : Math.clamp(wanted, 1, outputTokensMax);
  }
}
