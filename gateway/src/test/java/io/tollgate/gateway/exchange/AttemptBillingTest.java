package io.tollgate.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.exchange.AttemptSoFar.AnswerSoFar;
import io.tollgate.gateway.ledger.Entry.Outcome;
import io.tollgate.gateway.upstream.UpstreamFailure;
import io.tollgate.policies.routing.RequestProfile;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptBillingTest {

  private static final Usage REPORTED = new Usage(60, 40, 0, 0, 0, 0, 5, 6, 0);
  private static final Usage EXPECTED = Samples.EXPECTED;

  /** 77 input tokens by the estimate, 9 output tokens seen. */
  private static final Usage SEEN = Usage.of(77, 9);

  private static final AttemptBilling STREAMED = new AttemptBilling(profile(true));
  private static final AttemptBilling PLAIN = new AttemptBilling(profile(false));

  private static RequestProfile profile(boolean stream) {
    return new RequestProfile(
        "auto", stream, false, 500, 1, 300, 77, -1, 1, 0, Set.of(), null, null);
  }

  private static AttemptSoFar attempt(@Nullable Usage reported, UsageQuality quality) {
    return new AttemptSoFar(
        200, "prov-1", 12, EXPECTED, new AnswerSoFar(reported, quality, 9, "served-1", null, null));
  }

  private static final AttemptSoFar WITH_USAGE = attempt(REPORTED, UsageQuality.ENGINE_REPORTED);
  private static final AttemptSoFar WITHOUT_USAGE = attempt(null, UsageQuality.TOKENIZER_ESTIMATED);
  private static final AttemptSoFar NO_ANSWER =
      new AttemptSoFar(0, null, -1, EXPECTED, AnswerSoFar.NOTHING);

  private static AttemptEnd billed(Outcome outcome, Usage usage, UsageQuality quality) {
    return new AttemptEnd.Billed(
        outcome, 200, "served-1", null, null, "prov-1", usage, quality, 12);
  }

  private static AttemptEnd unanswered(Outcome outcome, Usage usage, UsageQuality quality) {
    return new AttemptEnd.Billed(outcome, 0, null, null, null, null, usage, quality, -1);
  }

  private static UpstreamFailure failure(UpstreamFailure.Kind kind) {
    return new UpstreamFailure(kind, "because");
  }

  @Test
  void a_complete_answer_is_billed_as_reported() {
    AttemptEnd expected = billed(Outcome.COMPLETE, REPORTED, UsageQuality.ENGINE_REPORTED);

    assertThat(STREAMED.complete(WITH_USAGE)).isEqualTo(expected);
    assertThat(PLAIN.complete(WITH_USAGE)).isEqualTo(expected);
  }

  @Test
  void a_complete_answer_without_usage_is_estimated_from_what_was_seen() {
    AttemptEnd expected = billed(Outcome.COMPLETE, SEEN, UsageQuality.TOKENIZER_ESTIMATED);

    assertThat(STREAMED.complete(WITHOUT_USAGE)).isEqualTo(expected);
    assertThat(PLAIN.complete(WITHOUT_USAGE)).isEqualTo(expected);
  }

  @Test
  void an_aborted_stream_is_billed_for_what_was_seen_of_it() {
    assertThat(STREAMED.aborted(WITHOUT_USAGE))
        .isEqualTo(billed(Outcome.ABORTED, SEEN, UsageQuality.PARTIAL_STREAM_ESTIMATED));
    assertThat(STREAMED.aborted(WITH_USAGE))
        .isEqualTo(billed(Outcome.ABORTED, REPORTED, UsageQuality.PARTIAL_STREAM_ESTIMATED));
    assertThat(STREAMED.aborted(NO_ANSWER))
        .isEqualTo(
            unanswered(Outcome.ABORTED, Usage.of(77, 0), UsageQuality.PARTIAL_STREAM_ESTIMATED));
  }

  @Test
  void an_aborted_plain_answer_is_billed_as_expected_for_it_shows_nothing_of_itself() {
    assertThat(PLAIN.aborted(NO_ANSWER))
        .isEqualTo(unanswered(Outcome.ABORTED, EXPECTED, UsageQuality.TOKENIZER_ESTIMATED));
  }

  @Test
  void what_was_not_sent_is_free() {
    UpstreamFailure failure = failure(UpstreamFailure.Kind.NOT_SENT);

    assertThat(STREAMED.broken(NO_ANSWER, failure))
        .isEqualTo(new AttemptEnd.Unbilled(0, "because"));
    assertThat(PLAIN.broken(NO_ANSWER, failure)).isEqualTo(new AttemptEnd.Unbilled(0, "because"));
  }

  @ParameterizedTest
  @EnumSource(names = {"LATE", "LOST"})
  void what_may_have_been_done_unseen_is_billed_as_expected(UpstreamFailure.Kind kind) {
    AttemptEnd expected =
        unanswered(Outcome.INDETERMINATE, EXPECTED, UsageQuality.TOKENIZER_ESTIMATED);

    assertThat(STREAMED.broken(NO_ANSWER, failure(kind))).isEqualTo(expected);
    assertThat(PLAIN.broken(NO_ANSWER, failure(kind))).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "PROTOCOL"})
  void a_broken_answer_is_billed_for_what_was_seen_of_it(UpstreamFailure.Kind kind) {
    assertThat(STREAMED.broken(WITHOUT_USAGE, failure(kind)))
        .isEqualTo(billed(Outcome.TRUNCATED, SEEN, UsageQuality.PARTIAL_STREAM_ESTIMATED));
    assertThat(STREAMED.broken(WITH_USAGE, failure(kind)))
        .isEqualTo(billed(Outcome.TRUNCATED, REPORTED, UsageQuality.PARTIAL_STREAM_ESTIMATED));
    assertThat(PLAIN.broken(WITHOUT_USAGE, failure(kind)))
        .isEqualTo(billed(Outcome.TRUNCATED, EXPECTED, UsageQuality.TOKENIZER_ESTIMATED));
  }

  @Test
  void a_stream_that_ends_in_an_error_is_billed_for_what_was_seen_of_it() {
    assertThat(STREAMED.truncated(WITHOUT_USAGE))
        .isEqualTo(billed(Outcome.TRUNCATED, SEEN, UsageQuality.PARTIAL_STREAM_ESTIMATED));
  }
}
