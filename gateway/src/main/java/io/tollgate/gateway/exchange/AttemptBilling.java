package io.tollgate.gateway.exchange;

import io.tollgate.gateway.ledger.Entry.Outcome;
import io.tollgate.gateway.upstream.UpstreamFailure;
import io.tollgate.policies.routing.RequestProfile;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;

/**
 * Decides what an attempt is billed for, by how it ended and by what is known of its usage.
 *
 * <p>What a provider reported is taken as it is. What it did not report is estimated and says so: a
 * client's hurry or a broken connection never makes an answer free.
 */
final class AttemptBilling {

  private final RequestProfile profile;

  AttemptBilling(RequestProfile profile) {
    this.profile = profile;
  }

  /** A complete answer. */
  AttemptEnd.Billed complete(AttemptSoFar attempt) {
    Usage reported = attempt.answer().reported();
    return reported != null
        ? billed(Outcome.COMPLETE, attempt, reported, attempt.answer().quality())
        : billed(Outcome.COMPLETE, attempt, seen(attempt), UsageQuality.TOKENIZER_ESTIMATED);
  }

  /** The client left, or the gateway stopped, while the attempt was under way. */
  AttemptEnd aborted(AttemptSoFar attempt) {
    return partial(Outcome.ABORTED, attempt);
  }

  /** The call broke. */
  AttemptEnd broken(AttemptSoFar attempt, UpstreamFailure failure) {
    return switch (failure.kind()) {
      case NOT_SENT, UNPROVABLE, UNTRUSTED -> new AttemptEnd.Unbilled(0, failure.message());
      case LATE, LOST -> expected(Outcome.INDETERMINATE, attempt);
      case CUT, PROTOCOL -> partial(Outcome.TRUNCATED, attempt);
    };
  }

  /** The answer ended early or wrongly. */
  AttemptEnd truncated(AttemptSoFar attempt) {
    return partial(Outcome.TRUNCATED, attempt);
  }

  private AttemptEnd partial(Outcome outcome, AttemptSoFar attempt) {
    if (!profile.stream()) {
      // A plain answer shows nothing of itself before its end; the provider may well have made it.
      return expected(outcome, attempt);
    }
    Usage reported = attempt.answer().reported();
    return billed(
        outcome,
        attempt,
        reported != null ? reported : seen(attempt),
        UsageQuality.PARTIAL_STREAM_ESTIMATED);
  }

  private static AttemptEnd expected(Outcome outcome, AttemptSoFar attempt) {
    return billed(outcome, attempt, attempt.expected(), UsageQuality.TOKENIZER_ESTIMATED);
  }

  private Usage seen(AttemptSoFar attempt) {
    return Usage.of(profile.inputTokens(), attempt.answer().outputTokens());
  }

  private static AttemptEnd.Billed billed(
      Outcome outcome, AttemptSoFar attempt, Usage usage, UsageQuality quality) {
    return new AttemptEnd.Billed(
        outcome,
        attempt.status(),
        attempt.answer().servedModel(),
        attempt.answer().servedTier(),
        attempt.answer().region(),
        attempt.providerRequest(),
        usage,
        quality,
        attempt.ttftMs());
  }
}
