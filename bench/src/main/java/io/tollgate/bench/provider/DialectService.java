package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;

/** One dialect: who may ask, what a request asks, and how errors are worded. */
interface DialectService {

  Dialect dialect();

  /**
   * Lets a caller in.
   *
   * @param key the provider's key
   * @throws Refusal if the request does not show it as the dialect wants it
   */
  void authorize(Call call, String key);

  /**
   * Reads a request as strictly as the real provider does.
   *
   * @throws Refusal if it is not in order
   */
  Asked read(Call call);

  /** An error in place of an answer. */
  ErrorAnswer error(Refusal refusal);

  /** The same within a stream, as all that follows. */
  Buffer errorEvent(Refusal refusal);

  /** Whether the wait after an error is said in headers, and not only in its body. */
  default boolean waitsInHeaders() {
    return true;
  }
}
