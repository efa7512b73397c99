package io.tollgate.gateway.upstream.auth;

/** No token could be got; the message says why, without secrets. */
final class TokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Expected, and frequent while it lasts: without a stack. */
  TokenException(String message) {
    super("no token: " + message, null, false, false);
  }
}
