package io.tollgate.gateway.upstream.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoopbackTest {

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "127.0.0.1, true",
    "127.1.2.3, true",
    "::1, true",
    "[::1], true",
    "127.example.com, false",
    "127.0.0.1.example.com, false",
    "localhost.example.com, false",
    "128.0.0.1, false",
    "10.0.0.1, false",
  })
  void only_what_no_other_machine_can_be_called_is_this_one(String host, boolean here) {
    assertThat(Loopback.is(host)).isEqualTo(here);
  }
}
