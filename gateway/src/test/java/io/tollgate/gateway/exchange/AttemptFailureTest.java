package io.tollgate.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.gateway.exchange.AttemptFailure.Next;
import io.tollgate.gateway.upstream.UpstreamFailure;
import io.tollgate.gateway.upstream.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptFailureTest {

  private static ProviderError said(String message) {
    return new ProviderError(message, null, null, null);
  }

  @ParameterizedTest
  @CsvSource({
    "400, NOWHERE, 400, upstream_rejected",
    "413, NOWHERE, 413, upstream_rejected",
    "415, NOWHERE, 415, upstream_rejected",
    "422, NOWHERE, 422, upstream_rejected",
    "401, ELSEWHERE, 502, upstream_authentication",
    "403, ELSEWHERE, 502, upstream_authentication",
    "402, ELSEWHERE, 502, upstream_account",
    "404, ELSEWHERE, 502, upstream_model_not_found",
    "429, ANYWHERE, 429, upstream_rate_limited",
    "503, ANYWHERE, 503, upstream_overloaded",
    "529, ANYWHERE, 503, upstream_overloaded",
    "500, ANYWHERE, 502, upstream_error",
    "302, ELSEWHERE, 502, upstream_error",
    "204, ELSEWHERE, 502, upstream_error"
  })
  void a_status_of_the_provider_is_one_for_the_client(
      int provider, Next next, int client, String code) {
    AttemptFailure failure = AttemptFailure.status(provider, said("why"), 7_000);

    assertThat(failure.next()).isEqualTo(next);
    assertThat(failure.status()).isEqualTo(client);
    assertThat(failure.code()).isEqualTo(code);
  }

  @Test
  void only_a_request_that_is_itself_at_fault_gets_the_providers_own_words() {
    assertThat(
            AttemptFailure.status(400, new ProviderError("why", "a_type", "a_code", "top_p"), -1)
                .told())
        .isEqualTo(new ClientError(400, "a_code", "top_p", "why", "a_type"));
    assertThat(AttemptFailure.status(401, said("key sk-1 is wrong"), -1).told().toString())
        .contains("upstream_authentication")
        .doesNotContain("sk-1");
  }

  @ParameterizedTest
  @CsvSource({
    "429, insufficient_quota, ",
    "429, , credit_balance_exhausted",
    "429, , organization_spend_limit_exceeded",
    "429, , project_spend_limit_exceeded",
    "429, , organization_usage_limit_exceeded",
    "429, rate_limit_error, enforced_spend_limit_reached",
    "400, billing_error, ",
    "402, billing_error, ",
    "402, , "
  })
  void an_account_that_is_spent_is_told_from_a_rate_that_is_too_high(
      int status, @Nullable String type, @Nullable String code) {
    ProviderError error = new ProviderError("why", type, code, null);
    AttemptFailure failure = AttemptFailure.status(status, error, -1);

    assertThat(failure.verdict()).isEqualTo(new Verdict.AccountSpent(-1));
    assertThat(failure.next()).isEqualTo(Next.ELSEWHERE);
    assertThat(failure.code()).isEqualTo("upstream_account");
  }

  @Test
  void a_limit_that_anthropics_customer_has_set_is_of_the_account_too() {
    ProviderError error =
        new ProviderError(
            "You have reached your specified API usage limits. You will regain access on"
                + " 2026-12-01 at 00:00 UTC.",
            "invalid_request_error",
            null,
            null);

    assertThat(AttemptFailure.status(400, error, -1).verdict())
        .isEqualTo(new Verdict.AccountSpent(-1));
  }

  @ParameterizedTest
  @CsvSource({
    "401, , KEY",
    "401, authentication_error, KEY",
    "403, permission_error, DEPLOYMENT",
    "403, PERMISSION_DENIED, DEPLOYMENT"
  })
  void a_key_that_is_refused_is_told_from_what_a_caller_wrote(
      int status, @Nullable String type, Verdict.Refused.Of of) {
    AttemptFailure failure =
        AttemptFailure.status(status, new ProviderError("why", type, null, null), -1);

    assertThat(failure.isOfAccount()).isTrue();
    assertThat(failure.verdict())
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refused -> assertThat(refused.of()).isEqualTo(of));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 413, 415, 422})
  void a_request_that_is_at_fault_says_nothing_of_the_deployment(int status) {
    assertThat(AttemptFailure.status(status, said("why"), -1).verdict()).isEqualTo(Verdict.NOTHING);
  }

  @Test
  void a_rate_that_is_too_high_pauses_the_deployment_for_as_long_as_it_asks() {
    AttemptFailure failure = AttemptFailure.status(429, said("why"), 7_000);

    assertThat(failure.verdict()).isEqualTo(new Verdict.Throttled(7_000));
    assertThat(failure.retryAfterMs()).isEqualTo(7_000);
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_SENT, ANYWHERE, 502, upstream_unreachable",
    "UNPROVABLE, ANYWHERE, 502, upstream_unreachable",
    "UNTRUSTED, ELSEWHERE, 502, upstream_untrusted",
    "LATE, ELSEWHERE, 504, upstream_timeout",
    "LOST, NOWHERE, 502, upstream_connection_lost",
    "CUT, ELSEWHERE, 502, upstream_truncated",
    "PROTOCOL, ELSEWHERE, 502, upstream_protocol_error"
  })
  void a_broken_call_is_an_error_for_the_client(
      UpstreamFailure.Kind kind, Next next, int status, String code) {
    AttemptFailure failure = AttemptFailure.of(new UpstreamFailure(kind, "why"), false);

    assertThat(failure.next()).isEqualTo(next);
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.code()).isEqualTo(code);
  }

  @Test
  void a_lost_call_is_sent_again_where_the_operator_says_so() {
    UpstreamFailure lost = new UpstreamFailure(UpstreamFailure.Kind.LOST, "why");

    assertThat(AttemptFailure.of(lost, true).next()).isEqualTo(Next.ELSEWHERE);
  }
}
