package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;

/**
 * One thing a stream does.
 *
 * @param tokens output tokens it takes to produce: 1, or 0 for framing
 * @param event what is sent; empty while the model reasons
 * @param usage whether the event states the whole answer's usage
 */
record Step(int tokens, Buffer event, boolean usage) {

  /** Whether the client gets to see a token. */
  boolean content() {
    return tokens > 0 && event.length() > 0;
  }
}
