package io.tollgate.adapters.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class JsonDocumentTest {

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1e-99999999999}", "[51e99999999999]", "{\"a\":1.5E+9999999999}"})
  void an_exponent_beyond_all_numbers_is_refused_as_any_other_fault(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    assertThatThrownBy(() -> JsonDocument.read(bytes, 0, bytes.length))
        .isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> JsonDocument.read(json)).isInstanceOf(JacksonException.class);
  }
}
