package io.tollgate.gateway.signin;

import java.time.Duration;

/**
 * The two cookies. By TLS they have the {@code __Host-} prefix: browsers take such a cookie from
 * this host only, so that no neighbour below the same domain can plant one.
 */
enum Cookies {
  /**
   * Who is signed in. No other site's page makes a browser send it, not even by a link: the page
   * that shows something asks for it by itself.
   */
  SESSION("tollgate_session", "Strict"),

  /**
   * Which browser has set out. It comes back by a link of the issuer, which is another site; hence
   * {@code Lax}.
   */
  SIGN_IN("tollgate_sign_in", "Lax");

  private final String name;
  private final String sameSite;

  Cookies(String name, String sameSite) {
    this.name = name;
    this.sameSite = sameSite;
  }

  String name(SignInSettings settings) {
    return (settings.isSecure() ? "__Host-" : "") + name;
  }

  /** The header that sets it. */
  String set(SignInSettings settings, String value, Duration age) {
    return name(settings)
        + "="
        + value
        + "; Path=/; Max-Age="
        + age.toSeconds()
        + "; HttpOnly; SameSite="
        + sameSite
        + (settings.isSecure() ? "; Secure" : "");
  }

  /** The header that takes it away. */
  String clear(SignInSettings settings) {
    return set(settings, "", Duration.ZERO);
  }
}
