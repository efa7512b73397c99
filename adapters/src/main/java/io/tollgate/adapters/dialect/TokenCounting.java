package io.tollgate.adapters.dialect;

import io.tollgate.adapters.profile.MalformedRequest;

/** A dialect in which clients ask what a request would come to in tokens. */
public interface TokenCounting {

  /**
   * Reads such a request.
   *
   * @throws MalformedRequest if it cannot be served, with status 400
   */
  ClientCall readCount(RequestHead head, byte[] body, int offset, int length)
      throws MalformedRequest;

  /** The answer to it. */
  byte[] countBody(long inputTokens);
}
