package io.tollgate.gateway.upstream.auth;

import java.time.Duration;

/**
 * A token as it was got.
 *
 * @param value goes into {@code Authorization: Bearer}
 * @param freshFor how long it need not be looked for another
 * @param validFor how long it may be sent
 */
record Token(String value, Duration freshFor, Duration validFor) {

  /** What of its life a token is not sent any more, for clocks differ and requests take time. */
  private static final Duration MARGIN_MAX = Duration.ofSeconds(30);

  /** How long before its end a token is got anew. */
  private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

  Token {
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IllegalArgumentException("what came is no token: it is empty, or not plain ASCII");
    }
  }

  /** A token that lives so long: got anew after four fifths of it, but not earlier than needed. */
  static Token living(String value, Duration life) {
    return new Token(
        value,
        life.minus(shorter(AHEAD_MAX, life.dividedBy(5))),
        life.minus(shorter(MARGIN_MAX, life.dividedBy(10))));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** Without the value. */
  @Override
  public String toString() {
    return "Token[hidden]";
  }
}
