package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import tools.jackson.databind.node.ObjectNode;

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

  /** The body as the JSON object that every request is. */
  default ObjectNode object(Call call) {
    return Trees.object(call.body());
  }
}
