package io.tollgate.gateway.exchange;

import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an attempt when it ends: all that its bill depends on.
 *
 * @param status the provider's HTTP status, or 0 while there is none
 * @param providerRequest the provider's own id of the call, or {@code null}
 * @param ttftMs milliseconds from dispatch to the first content byte, or -1
 * @param expected what the attempt was expected to consume when it was dispatched
 * @param answer what has been seen of its answer
 */
record AttemptSoFar(
    int status, @Nullable String providerRequest, long ttftMs, Usage expected, AnswerSoFar answer) {

  /**
   * What has been seen of an answer.
   *
   * @param reported usage the provider has reported, or {@code null}
   * @param quality how that is known; meaningful where there is one
   * @param outputTokens output tokens seen, counted or estimated
   * @param servedModel the model the provider says it served, or {@code null}
   * @param servedTier the service tier it says it served in, or {@code null}
   * @param region the region it says it served in, or {@code null}
   */
  record AnswerSoFar(
      @Nullable Usage reported,
      UsageQuality quality,
      long outputTokens,
      @Nullable String servedModel,
      @Nullable String servedTier,
      @Nullable String region) {

    /** Nothing has come. */
    static final AnswerSoFar NOTHING =
        new AnswerSoFar(null, UsageQuality.TOKENIZER_ESTIMATED, 0, null, null, null);
  }
}
