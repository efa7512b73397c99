package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.json.JsonTree;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatErrorsTest {

  @Test
  void has_openais_shape_with_all_four_members() {
    assertThat(new String(ChatErrors.body(404, "model_not_found", "model", "No \"x\".\n"), UTF_8))
        .isEqualTo(
            "{\"error\":{\"message\":\"No \\\"x\\\".\\n\",\"type\":\"invalid_request_error\","
                + "\"param\":\"model\",\"code\":\"model_not_found\"}}");
    assertThat(JsonTree.object(ChatErrors.body(500, null, null, "x")))
        .containsEntry(
            "error",
            Map.of(
                "message",
                "x",
                "type",
                "server_error",
                "param",
                JsonTree.NULL,
                "code",
                JsonTree.NULL));
  }

  @Test
  void an_event_is_one_line_whatever_the_message() {
    String event =
        new String(ChatErrors.event(502, "upstream_failed", null, "a\n\ndata: b\r"), UTF_8);

    assertThat(event).startsWith("data: {\"error\":{").endsWith("}}\n\n");
    assertThat(event.strip()).doesNotContain("\n", "\r");
  }

  @ParameterizedTest
  @CsvSource({
    "400,,invalid_request_error",
    "401,invalid_api_key,invalid_request_error",
    "404,model_not_found,invalid_request_error",
    "413,,invalid_request_error",
    "415,,invalid_request_error",
    "429,rate_limit_exceeded,rate_limit_error",
    "429,budget_exceeded,insufficient_quota",
    "429,insufficient_quota,insufficient_quota",
    "500,,server_error",
    "503,,server_error",
    "504,,server_error"
  })
  void the_type_follows_the_status_and_code(int status, @Nullable String code, String type) {
    assertThat(ChatErrors.type(status, code)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      nullValues = "-",
      value = {
        "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":\"p\",\"code\":\"c\"}}|m|t|c|p",
        "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":null}}|m|t|-|-",
        "{\"object\":\"error\",\"message\":\"m\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}"
            + "|m|BadRequestError|400|-",
        "[{\"error\":{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\"}}]"
            + "|m|RESOURCE_EXHAUSTED|429|-",
        "{\"error\":\"m\"}|m|-|-|-",
        "{\"detail\":\"m\"}|m|-|-|-",
        "{\"detail\":[{\"msg\":\"x\"}]}|^^|-|-|-",
        "{\"message\":\"m\",\"request_id\":\"r\"}|m|-|-|-",
        "{\"error\":{\"message\":\"m\",\"type\":\"t\",|m|t|-|-",
        "upstream connect error|upstream connect error|-|-|-",
        "<!DOCTYPE html><html>x</html>|an HTML page instead of an error of the API|-|-|-",
        "  <HTML>|an HTML page instead of an error of the API|-|-|-",
        "^^|^^|-|-|-",
        "null|null|-|-|-",
        "{\"error\":{\"message\":\"a\\nb\\u0000c\"}}|a b c|-|-|-",
      })
  void reads_the_error_of_any_provider(
      String body,
      String message,
      @Nullable String type,
      @Nullable String code,
      @Nullable String param) {
    assertThat(ChatErrors.parse(body.getBytes(UTF_8)))
        .isEqualTo(new ProviderError(message, type, code, param));
  }

  @Test
  void a_long_message_is_shortened() {
    byte[] body = ("{\"error\":{\"message\":\"" + "x".repeat(100_000) + "\"}}").getBytes(UTF_8);

    assertThat(ChatErrors.parse(body).message()).hasSize(1_000);
    assertThat(ChatErrors.parse("y".repeat(100_000).getBytes(UTF_8)).message()).hasSize(1_000);
  }
}
