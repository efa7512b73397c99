package io.tollgate.gateway.upstream.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.example.com/token",
        "http://127.0.0.1:8080/token",
        "http://127.1.2.3",
        "http://localhost:1/token",
        "http://[::1]/token"
      })
  void secrets_go_over_tls_or_stay_on_this_machine(String url) {
    assertThat(TokenUrl.isSafe(url)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example.com/token",
        "http://127.example.com/token",
        "http://127.0.0.1.example.com/token",
        "http://localhost.example.com/token",
        "https://user@login.example.com/token",
        "ftp://127.0.0.1/token",
        "https:///token",
        "nonsense"
      })
  void secrets_go_nowhere_else(String url) {
    assertThat(TokenUrl.isSafe(url)).isFalse();
  }
}
