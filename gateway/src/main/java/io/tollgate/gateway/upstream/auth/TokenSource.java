package io.tollgate.gateway.upstream.auth;

import java.io.IOException;

/** Where tokens come from. */
@FunctionalInterface
interface TokenSource {

  /**
   * Gets a token; may take its time, so not on an event loop.
   *
   * @throws IOException if there is none to be had; its message says why, without secrets
   * @throws IllegalArgumentException likewise
   */
  Token get() throws IOException, InterruptedException;
}
