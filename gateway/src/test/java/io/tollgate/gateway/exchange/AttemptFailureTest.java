package io.tollgate.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.upstream.UpstreamFailure;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptFailureTest {

  private static final Buffer BODY = Buffer.buffer("{\"error\":{}}");

  @ParameterizedTest
  @CsvSource({
    "400, false, 400, upstream_rejected",
    "413, false, 413, upstream_rejected",
    "415, false, 415, upstream_rejected",
    "422, false, 422, upstream_rejected",
    "401, true, 502, upstream_authentication",
    "403, true, 502, upstream_authentication",
    "402, true, 502, upstream_account",
    "404, true, 502, upstream_model_not_found",
    "429, true, 429, upstream_rate_limited",
    "503, true, 503, upstream_overloaded",
    "529, true, 503, upstream_overloaded",
    "500, true, 502, upstream_error",
    "302, true, 502, upstream_error",
    "204, true, 502, upstream_error"
  })
  void a_status_of_the_provider_is_one_for_the_client(
      int provider, boolean tryNext, int client, String code) {
    AttemptFailure failure = AttemptFailure.status(provider, "why", "7", BODY);

    assertThat(failure.tryNext()).isEqualTo(tryNext);
    assertThat(failure.status()).isEqualTo(client);
    assertThat(failure.code()).isEqualTo(code);
  }

  @Test
  void only_a_request_that_is_itself_at_fault_gets_the_providers_own_words() {
    assertThat(AttemptFailure.status(400, "why", null, BODY).json()).isEqualTo(BODY);
    assertThat(AttemptFailure.status(401, "key sk-1 is wrong", null, BODY).json().toString())
        .contains("upstream_authentication")
        .doesNotContain("sk-1");
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_SENT, true, 502, upstream_unreachable",
    "LATE, true, 504, upstream_timeout",
    "LOST, false, 502, upstream_connection_lost",
    "CUT, true, 502, upstream_truncated",
    "PROTOCOL, true, 502, upstream_protocol_error"
  })
  void a_broken_call_is_an_error_for_the_client(
      UpstreamFailure.Kind kind, boolean tryNext, int status, String code) {
    AttemptFailure failure = AttemptFailure.of(new UpstreamFailure(kind, "why"), false);

    assertThat(failure.tryNext()).isEqualTo(tryNext);
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.code()).isEqualTo(code);
  }

  @Test
  void a_lost_call_is_sent_again_where_the_operator_says_so() {
    UpstreamFailure lost = new UpstreamFailure(UpstreamFailure.Kind.LOST, "why");

    assertThat(AttemptFailure.of(lost, true).tryNext()).isTrue();
  }

  @Test
  void a_failure_is_an_error_of_the_dialect_in_a_body_and_in_a_stream() {
    AttemptFailure failure = AttemptFailure.inBand("say \"no\"");

    assertThat(failure.json().toString())
        .startsWith("{\"error\":{\"message\":\"the provider reports: say \\\"no\\\"\"")
        .contains("\"type\":\"server_error\"");
    assertThat(failure.event().toString()).startsWith("data: {\"error\":").endsWith("}}\n\n");
  }
}
