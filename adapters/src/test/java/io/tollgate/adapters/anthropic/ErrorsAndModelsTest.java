package io.tollgate.adapters.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.ClientError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorsAndModelsTest {

  private final AnthropicClient client = new AnthropicClient();

  private String body(ClientError error) {
    return new String(client.errorBody(error), UTF_8);
  }

  @Test
  void an_error_has_its_code_in_the_details() {
    assertThat(body(AnthropicClient.THREAD_REFUSAL))
        .startsWith(
            "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"")
        .endsWith(
            ",\"details\":{\"error_code\":\"thread_unsupported_request\"}},\"request_id\":null}");
    assertThat(body(ClientError.of(500, null, "x")))
        .isEqualTo(
            "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"x\"},\"request_id\":null}");
  }

  @Test
  void the_type_follows_the_status() {
    Map<Integer, String> types =
        Map.ofEntries(
            Map.entry(400, "invalid_request_error"),
            Map.entry(401, "authentication_error"),
            Map.entry(402, "billing_error"),
            Map.entry(403, "permission_error"),
            Map.entry(404, "not_found_error"),
            Map.entry(409, "conflict_error"),
            Map.entry(413, "request_too_large"),
            Map.entry(422, "invalid_request_error"),
            Map.entry(429, "rate_limit_error"),
            Map.entry(500, "api_error"),
            Map.entry(502, "api_error"),
            Map.entry(503, "overloaded_error"),
            Map.entry(504, "timeout_error"),
            Map.entry(529, "overloaded_error"));
    types.forEach((status, type) ->
        assertThat(body(ClientError.of(status, "c", "m"))).contains("\"type\":\"" + type + "\""));
  }

  @Test
  void a_providers_type_is_kept_where_it_is_one_of_this_dialect() {
    assertThat(body(new ClientError(429, "c", null, "m", "insufficient_quota")))
        .contains("\"type\":\"rate_limit_error\"");
    assertThat(body(new ClientError(400, "c", null, "m", "billing_error")))
        .contains("\"type\":\"billing_error\"");
    assertThat(body(ClientError.of(429, "budget_exceeded", "m")))
        .contains("\"type\":\"billing_error\"");
  }

  @Test
  void an_error_in_a_stream_is_an_event_of_its_own() {
    assertThat(new String(client.errorEvent(ClientError.of(529, "c", "m\n")), UTF_8))
        .startsWith("event: error\ndata: {\"type\":\"error\",")
        .endsWith("}\n\n");
  }

  @Test
  void a_providers_error_keeps_its_code() {
    byte[] body = client.errorBody(AnthropicClient.THREAD_REFUSAL);

    ProviderError error = Requests.ANTHROPIC.error(400, body, 0, body.length);

    assertThat(error.type()).isEqualTo("invalid_request_error");
    assertThat(error.code()).isEqualTo("thread_unsupported_request");
  }

  @Test
  void models_are_listed_as_anthropic_lists_them() {
    AnthropicModels.Entry one = new AnthropicModels.Entry("a/b", "B", 1_790_000_000, 200_000, -1);
    AnthropicModels.Entry two = new AnthropicModels.Entry("c", "C", 0, -1, 5);
    String json =
        "{\"type\":\"model\",\"id\":\"a/b\",\"display_name\":\"B\",\"created_at\":\"2026-09-21T14:13:20Z\","
            + "\"max_input_tokens\":200000,\"max_tokens\":null,\"lifecycle\":\"active\",\"line\":null,"
            + "\"capabilities\":null,\"deprecated_at\":null,\"retires_at\":null}";

    assertThat(new String(AnthropicModels.json(one), UTF_8)).isEqualTo(json);
    assertThat(new String(AnthropicModels.json(List.of(one, two)), UTF_8))
        .startsWith("{\"data\":[" + json + ",{")
        .endsWith("],\"has_more\":false,\"first_id\":\"a/b\",\"last_id\":\"c\"}");
    assertThat(new String(AnthropicModels.json(List.of()), UTF_8))
        .isEqualTo("{\"data\":[],\"has_more\":false,\"first_id\":null,\"last_id\":null}");
  }
}
