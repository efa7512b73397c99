package io.tollgate.gateway.signin;

/**
 * A sign-in that has set out to the issuer and is not back.
 *
 * @param provider where it went
 * @param settings what held then
 * @param nonce what the ID token has to have in it
 * @param verifier what the code is only given out for (PKCE)
 * @param browser digest of the cookie of the browser that it set out from
 */
record PendingSignIn(
    OpenIdProvider provider,
    SignInSettings settings,
    String nonce,
    String verifier,
    String browser) {

  /** Nothing is told of it: it is made of secrets. */
  @Override
  public String toString() {
    return "PendingSignIn[hidden]";
  }
}
