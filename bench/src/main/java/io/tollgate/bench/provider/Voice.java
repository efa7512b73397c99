package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** How a dialect says what a simulated provider has decided to answer. */
interface Voice {

  /** The answer in one piece. */
  Buffer plain(Saying saying);

  /** The answer piece by piece. */
  List<Step> stream(Saying saying);

  /** What keeps events of a stream apart. */
  default Framing framing() {
    return Framing.EVENTS;
  }

  /** What the dialect sends lest the connection seem dead; empty for nothing. */
  default Buffer keepAlive() {
    return Buffer.buffer(": keep-alive\n\n");
  }
}
