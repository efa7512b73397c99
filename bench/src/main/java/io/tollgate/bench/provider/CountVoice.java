package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** The answer to who only wants his input counted. */
record CountVoice() implements Voice {

  @Override
  public Buffer plain(Saying saying) {
    return Trees.bytes(Trees.object().put("input_tokens", saying.turn().promptTokens()));
  }

  @Override
  public List<Step> stream(Saying saying) {
    throw new IllegalStateException("a count is never streamed");
  }
}
