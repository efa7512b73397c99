package io.tollgate.gateway.quality;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.money.Picodollars;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeTest {

  private static Outcome read(String json) throws MalformedRequest {
    byte[] body = json.getBytes(UTF_8);
    return Outcome.read(body, 0, body.length);
  }

  private static @Nullable Picodollars value(String json) throws MalformedRequest {
    return read("{\"request\":\"r\",\"success\":true,\"value\":" + json + "}").value();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'0.25'             | 250000000000",
        "0.25               | 250000000000",
        "0.1                | 100000000000",
        "1e-05              | 10000000",
        "1E-12              | 1",
        "-3                 | -3000000000000",
        "'0.000000000001'   | 1",
        "0.1000000000000000 | 100000000000"
      },
      quoteCharacter = '`')
  void a_value_is_exact_to_the_pico_dollar(String value, long pico) throws MalformedRequest {
    assertThat(value(value.replace('\'', '"'))).isEqualTo(new Picodollars(pico));
  }

  @Test
  void a_value_may_be_left_out() throws MalformedRequest {
    assertThat(value("null")).isNull();
    assertThat(read("{\"success\":false,\"request\":\"r\"}"))
        .isEqualTo(new Outcome("r", false, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e-13",
        "1e999999999",
        "1e99",
        "\"\"",
        "\" 1\"",
        "\"1,5\"",
        "\"NaN\"",
        "10000000",
        "true",
        "[]",
        "\"١\"",
        "123456789012345678901234567890"
      })
  void what_is_no_amount_of_dollars_is_refused(String value) {
    MalformedRequest fault =
        Objects.requireNonNull(catchThrowableOfType(MalformedRequest.class, () -> value(value)));
    assertThat(fault.param()).isEqualTo("value");
    assertThat(fault.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "none",
      value = {
        "{'success':true}                            | request",
        "{'request':'r'}                             | success",
        "{'request':'','success':true}               | request",
        "{'request':1,'success':true}                | request",
        "{'request':'r','success':'yes'}             | success",
        "{'request':'r','success':true,'other':1}    | none",
        "[]                                          | none"
      })
  void what_is_wrong_is_named(String body, @Nullable String param) {
    MalformedRequest fault =
        Objects.requireNonNull(
            catchThrowableOfType(MalformedRequest.class, () -> read(body.replace('\'', '"'))));
    assertThat(fault.param()).isEqualTo(param);
  }
}
