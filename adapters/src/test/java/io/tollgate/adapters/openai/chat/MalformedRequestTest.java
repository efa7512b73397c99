package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.profile.MalformedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedRequestTest {

  private static final String REST = "\"messages\":[{\"role\":\"user\",\"content\":\"SECRET\"}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "[]|invalid_type|",
        "\"x\"|invalid_type|",
        "null|invalid_type|",
        "{R}|missing_required_parameter|model",
        "{\"model\":\"m\"}|missing_required_parameter|messages",
        "{\"model\":\"\",R}|invalid_value|model",
        "{\"model\":\"  \",R}|invalid_value|model",
        "{\"model\":7,R}|invalid_type|model",
        "{\"model\":null,R}|invalid_type|model",
        "{\"model\":[\"m\"],R}|invalid_type|model",
        "{\"model\":\"m\",\"messages\":{}}|invalid_type|messages",
        "{\"model\":\"m\",\"messages\":null}|invalid_type|messages",
        "{\"model\":\"m\",\"messages\":[]}|empty_array|messages",
        "{\"model\":\"m\",\"messages\":[{},\"x\"]}|invalid_type|messages[1]",
        "{\"model\":\"m\",R,\"stream\":1}|invalid_type|stream",
        "{\"model\":\"m\",R,\"stream\":\"true\"}|invalid_type|stream",
        "{\"model\":\"m\",R,\"stream_options\":[]}|invalid_type|stream_options",
        "{\"model\":\"m\",R,\"stream_options\":{\"include_usage\":1}}|invalid_type|stream_options.include_usage",
        "{\"model\":\"m\",R,\"max_tokens\":-1}|integer_below_min_value|max_tokens",
        "{\"model\":\"m\",R,\"max_tokens\":1.5}|invalid_type|max_tokens",
        "{\"model\":\"m\",R,\"max_tokens\":\"9\"}|invalid_type|max_tokens",
        "{\"model\":\"m\",R,\"max_tokens\":2147483648}|integer_above_max_value|max_tokens",
        "{\"model\":\"m\",R,\"max_completion_tokens\":99999999999999999999999}|integer_above_max_value|max_completion_tokens",
        "{\"model\":\"m\",R,\"max_completion_tokens\":-99999999999999999999999}|integer_below_min_value|max_completion_tokens",
        "{\"model\":\"m\",R,\"n\":0}|integer_below_min_value|n",
        "{\"model\":\"m\",R,\"n\":129}|integer_above_max_value|n",
        "{\"model\":\"m\",R,\"n\":true}|invalid_type|n",
        "{\"model\":\"m\",R,\"tools\":{}}|invalid_type|tools",
        "{\"model\":\"m\",\"model\":\"x\",R}|duplicate_key|",
        "{\"model\":\"m\",\"\\u006dodel\":\"x\",R}|duplicate_key|",
        "{\"model\":\"m\",\"messages\":[{\"content\":\"a\",\"content\":\"b\"}]}|duplicate_key|",
        "{\"model\":\"m\",R|invalid_json|",
        "{\"model\":\"m\",R}}|invalid_json|",
        "{\"model\":\"m\",R} x|invalid_json|",
        "{\"model\":\"m\",R} {}|invalid_json|",
        "{\"model\":\"m\",R,}|invalid_json|",
        "{'model':\"m\",R}|invalid_json|",
        "{\"model\":\"m\",R,\"a\":NaN}|invalid_json|",
        "{\"model\":\"m\",R,\"a\":01}|invalid_json|",
        "{\"model\":\"m\",R/* SECRET */}|invalid_json|",
        "{\"model\":\"m\",R,\"a\":\"\\x\"}|invalid_json|",
        "{\"model\":\"m\",R,\"a\":SECRET}|invalid_json|",
      })
  void names_what_is_wrong_without_quoting_the_body(String body, String code, String param) {
    MalformedRequest refusal = refusal(body.replace("R", REST).getBytes(UTF_8));

    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.param()).isEqualTo(param);
    assertThat(refusal.message()).endsWith(".").doesNotContain("SECRET");
  }

  @Test
  void malformed_json_is_located_by_line_and_column() {
    assertThat(refusal("{\"model\":\"m\",\n  \"n\": x}".getBytes(UTF_8)).message())
        .contains("line 2, column 8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api_base",
        "base_url",
        "api_key",
        "api_version",
        "custom_llm_provider",
        "provider_url",
        "input_cost_per_token",
        "output_cost_per_token",
        "cache_read_input_cost_per_token",
        "cost_per_second",
        "cost",
        "usage",
        "price",
        "API_BASE",
        "Input_Cost_Per_Token"
      })
  void an_address_a_credential_or_a_price_from_the_client_is_refused_by_name(String field) {
    MalformedRequest refusal =
        refusal(("{\"model\":\"m\"," + REST + ",\"" + field + "\":null}").getBytes(UTF_8));

    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.param()).isEqualTo(field);
    assertThat(refusal.message()).contains("'" + field + "'");
  }

  @Test
  void a_guarded_name_below_the_top_is_the_callers_own() throws MalformedRequest {
    String body =
        "{\"model\":\"m\",\"messages\":[{\"content\":\"x\",\"usage\":1}],\"metadata\":{\"price\":\"1\"}}";

    assertThat(ChatRequest.read(body.getBytes(UTF_8)).profile().model()).isEqualTo("m");
  }

  @Test
  void text_that_is_not_plain_utf_8_is_refused() {
    String body = "{\"model\":\"m\"," + REST + ",\"a\":\"é\"}";

    assertThat(refusal(body.getBytes(ISO_8859_1)).message()).contains("UTF-8 at byte");
    assertThat(refusal(("\uFEFF" + body).getBytes(UTF_8)).message()).contains("byte order mark");
    assertThat(refusal(body.getBytes(java.nio.charset.StandardCharsets.UTF_16LE)).code())
        .isEqualTo("invalid_json");
    assertThat(refusal(new byte[0]).message()).contains("empty");
    assertThat(refusal("  \n".getBytes(UTF_8)).code()).isEqualTo("invalid_type");
  }

  @Test
  void bombs_are_refused_fast() {
    long start = System.nanoTime();
    for (String value :
        new String[] {
          "[".repeat(1_000_000),
          "{\"a\":".repeat(1_000_000),
          "9".repeat(1_000_000),
          "1e" + "9".repeat(1_000_000)
        }) {
      assertThat(refusal(("{\"model\":\"m\"," + REST + ",\"a\":" + value).getBytes(UTF_8)).code())
          .isEqualTo("json_limit_exceeded");
    }
    assertThat(refusal(("{\"" + "n".repeat(1_000_000) + "\":1}").getBytes(UTF_8)).code())
        .isEqualTo("json_limit_exceeded");
    assertThat(
            refusal(
                    ("{\"model\":\"m\",\"tools\":[" + "{},".repeat(1_000_000) + "{}]," + REST + "}")
                        .getBytes(UTF_8))
                .code())
        .isEqualTo("array_above_max_length");
    assertThat(
            refusal(
                    ("{\"model\":\"m\",\"a\":[" + "1,".repeat(2_000_000) + "1]," + REST + "}")
                        .getBytes(UTF_8))
                .code())
        .isEqualTo("json_limit_exceeded");
    // Seven bombs take about 0.1 s together; one read to its end takes several times as long.
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  @Test
  void overlong_names_and_tags_are_refused() {
    String longText = "x".repeat(600);

    assertThat(refusal(("{\"model\":\"" + longText + "\"}").getBytes(UTF_8)).param())
        .isEqualTo("model");
    assertThat(refusal(("{\"user\":\"" + longText + "\"}").getBytes(UTF_8)).param())
        .isEqualTo("user");
    assertThat(refusal(("{\"metadata\":{\"task\":\"" + longText + "\"}}").getBytes(UTF_8)).param())
        .isEqualTo("metadata.task");
  }

  private static MalformedRequest refusal(byte[] body) {
    try {
      ChatRequest.read(body);
    } catch (MalformedRequest e) {
      return e;
    }
    throw new AssertionError("accepted: " + new String(body, UTF_8));
  }
}
