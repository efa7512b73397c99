package io.tollgate.gateway.http;

import io.tollgate.adapters.json.Segments;
import io.tollgate.gateway.exchange.AnswerRecorder;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands on the last piece of a complete answer, in which all of it is said once more. */
final class TurnRecorder implements AnswerRecorder {

  private final AnswerRecorder next;
  private final Consumer<Segments> whenComplete;
  private @Nullable Buffer last;

  TurnRecorder(AnswerRecorder next, Consumer<Segments> whenComplete) {
    this.next = next;
    this.whenComplete = whenComplete;
  }

  @Override
  public void head(MultiMap headers) {
    next.head(headers);
  }

  @Override
  public void bytes(Buffer data) {
    last = data;
    next.bytes(data);
  }

  @Override
  public void complete() {
    next.complete();
    Buffer ending = last;
    if (ending != null) {
      byte[] bytes = ending.getBytes();
      whenComplete.accept(Segments.of(bytes, 0, bytes.length));
    }
  }
}
