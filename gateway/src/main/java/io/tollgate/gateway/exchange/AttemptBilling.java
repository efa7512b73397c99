package io.tollgate.gateway.exchange;

import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.upstream.UpstreamFailure;
import io.tollgate.policies.routing.RequestProfile;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import org.jspecify.annotations.Nullable;

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
  AttemptEnd.Billed complete(Attempt attempt, AnswerReader reader) {
    Usage reported = reader.reportedSoFar();
    return reported != null
        ? billed(Entry.Outcome.COMPLETE, attempt, reader, reported, reader.reportedQuality())
        : billed(
            Entry.Outcome.COMPLETE,
            attempt,
            reader,
            Usage.of(profile.inputTokens(), reader.outputTokensSeen()),
            UsageQuality.TOKENIZER_ESTIMATED);
  }

  /** The client left while the attempt was under way. */
  AttemptEnd aborted(Attempt attempt, @Nullable AnswerReader reader) {
    if (reader instanceof ErrorReader) {
      return new AttemptEnd.Unbilled(attempt.status(), "the provider answered with an error");
    }
    return partial(Entry.Outcome.ABORTED, attempt, reader);
  }

  /** The call broke. */
  AttemptEnd broken(Attempt attempt, @Nullable AnswerReader reader, UpstreamFailure failure) {
    if (reader instanceof ErrorReader) {
      return new AttemptEnd.Unbilled(attempt.status(), failure.message());
    }
    return switch (failure.kind()) {
      case NOT_SENT -> new AttemptEnd.Unbilled(0, failure.message());
      case LATE, LOST -> expected(Entry.Outcome.INDETERMINATE, attempt, reader);
      case CUT, PROTOCOL -> partial(Entry.Outcome.TRUNCATED, attempt, reader);
    };
  }

  /** The answer ended early or wrongly. */
  AttemptEnd truncated(Attempt attempt, AnswerReader reader) {
    return partial(Entry.Outcome.TRUNCATED, attempt, reader);
  }

  private AttemptEnd partial(
      Entry.Outcome outcome, Attempt attempt, @Nullable AnswerReader reader) {
    if (!profile.stream()) {
      // A plain answer shows nothing of itself before its end; the provider may well have made it.
      return expected(outcome, attempt, reader);
    }
    Usage reported = reader == null ? null : reader.reportedSoFar();
    if (reported != null) {
      return billed(outcome, attempt, reader, reported, UsageQuality.PARTIAL_STREAM_ESTIMATED);
    }
    long seen = reader == null ? 0 : reader.outputTokensSeen();
    return billed(
        outcome,
        attempt,
        reader,
        Usage.of(profile.inputTokens(), seen),
        UsageQuality.PARTIAL_STREAM_ESTIMATED);
  }

  private AttemptEnd expected(
      Entry.Outcome outcome, Attempt attempt, @Nullable AnswerReader reader) {
    return billed(
        outcome,
        attempt,
        reader,
        attempt.candidate().estimate().usage(),
        UsageQuality.TOKENIZER_ESTIMATED);
  }

  private static AttemptEnd.Billed billed(
      Entry.Outcome outcome,
      Attempt attempt,
      @Nullable AnswerReader reader,
      Usage usage,
      UsageQuality quality) {
    return new AttemptEnd.Billed(
        outcome,
        attempt.status(),
        reader == null ? null : reader.servedModel(),
        attempt.providerRequest(),
        usage,
        quality,
        attempt.ttftMs());
  }
}
