package io.tollgate.adapters.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class JsonDocumentTest {

  @Test
  void numbers_keep_their_digits_and_members_their_order() {
    String json = "{\"b\":0.70,\"a\":12345678901234567890.5,\"c\":-0}";

    assertThat(JsonDocument.text(JsonDocument.read(json))).isEqualTo(json.replace("-0", "0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "{} {}", "{\"a\":NaN}", "1e99999999999999999999", "[1E-99999999999]"})
  void what_is_no_document_is_refused_in_one_way(String json) {
    assertThatThrownBy(() -> JsonDocument.read(json.getBytes(UTF_8), 0, json.length()))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void a_large_exponent_is_a_number_like_any_other() {
    assertThat(Nodes.integer(JsonDocument.read("{\"a\":1e999999999}"), "a", -1)).isEqualTo(-1);
  }
}
