package io.tollgate.adapters.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.adapters.json.JsonTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiErrorsTest {

  private static ProviderError read(String body) {
    byte[] bytes = Wire.json(body);
    return Wire.PROVIDER.error(429, bytes, 0, bytes.length);
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ARGUMENT",
    "401, UNAUTHENTICATED",
    "402, RESOURCE_EXHAUSTED",
    "403, PERMISSION_DENIED",
    "404, NOT_FOUND",
    "408, DEADLINE_EXCEEDED",
    "413, INVALID_ARGUMENT",
    "429, RESOURCE_EXHAUSTED",
    "500, INTERNAL",
    "502, UNAVAILABLE",
    "503, UNAVAILABLE",
    "504, DEADLINE_EXCEEDED",
    "529, UNAVAILABLE"
  })
  void each_status_has_googles_word(int http, String status) {
    byte[] body = new GeminiClient().errorBody(ClientError.of(http, null, "no"));
    assertThat(JsonTree.parse(body))
        .isEqualTo(
            Wire.tree("{'error':{'code':" + http + ",'message':'no','status':'" + status + "'}}"));
  }

  @Test
  void what_is_wrong_stands_in_the_details() {
    ClientError error = new ClientError(400, "invalid_type", "contents", "bad", "INVALID");
    assertThat(JsonTree.parse(new GeminiClient().errorBody(error)))
        .isEqualTo(
            Wire.tree(
                "{'error':{'code':400,'message':'bad','status':'INVALID_ARGUMENT','details':["
                    + "{'@type':'type.googleapis.com/google.rpc.ErrorInfo',"
                    + "'reason':'INVALID_TYPE','domain':'tollgate',"
                    + "'metadata':{'providerType':'INVALID'}},"
                    + "{'@type':'type.googleapis.com/google.rpc.BadRequest',"
                    + "'fieldViolations':[{'field':'contents','description':'bad'}]}]}}"));
    assertThat(new String(new GeminiClient().errorEvent(error), UTF_8))
        .startsWith("data: {\"error\":{\"code\":400")
        .endsWith("}}\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "34.074824224s, 34075",
    "0s, 0",
    "12s, 12000",
    "1.0001s, 1001",
    "-3s, -1",
    "soon, -1",
    "'', -1",
    "1e999999999s, -1",
    "1e-999999999s, -1",
    "1000000000s, -1"
  })
  void the_delay_before_another_try_is_read(String delay, long milliseconds) {
    ProviderError error =
        read(
            "[{'error':{'code':429,'message':'m','status':'RESOURCE_EXHAUSTED','details':["
                + "{'@type':'type.googleapis.com/google.rpc.QuotaFailure','violations':[{}]},"
                + "{'@type':'type.googleapis.com/google.rpc.RetryInfo','retryDelay':'"
                + delay
                + "'}]}}]");
    assertThat(error)
        .isEqualTo(new ProviderError("m", "RESOURCE_EXHAUSTED", "429", null, milliseconds));
  }

  @Test
  void a_reason_is_a_finer_code_than_the_status() {
    assertThat(
            read(
                "{'error':{'code':400,'message':'m','status':'INVALID_ARGUMENT','details':["
                    + "{'@type':'type.googleapis.com/google.rpc.ErrorInfo','reason':"
                    + "'API_KEY_INVALID','domain':'googleapis.com','metadata':{'a':'b'}},7]}}"))
        .isEqualTo(new ProviderError("m", "INVALID_ARGUMENT", "API_KEY_INVALID", null, -1));
  }
}
