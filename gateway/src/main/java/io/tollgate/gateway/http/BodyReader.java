package io.tollgate.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads one request body into memory, within a size and a time. */
final class BodyReader {

  /** Why a body was not read. */
  enum Refusal {
    TOO_LARGE,
    TOO_SLOW
  }

  private final Vertx vertx;
  private final int bytesMax;
  private final Consumer<byte[]> whole;
  private final Consumer<Refusal> refused;
  private final List<Buffer> parts = new ArrayList<>(2);
  private long timer;
  private int length;
  private boolean over;

  private BodyReader(Vertx vertx, int bytesMax, Consumer<byte[]> whole, Consumer<Refusal> refused) {
    this.vertx = vertx;
    this.bytesMax = bytesMax;
    this.whole = whole;
    this.refused = refused;
  }

  /** Reads the body; exactly one of the consumers is called, unless the client leaves before. */
  static void read(
      Vertx vertx,
      HttpServerRequest request,
      int bytesMax,
      Duration timeLimit,
      Consumer<byte[]> whole,
      Consumer<Refusal> refused) {
    BodyReader reader = new BodyReader(vertx, bytesMax, whole, refused);
    reader.timer = vertx.setTimer(timeLimit.toMillis(), ignored -> reader.refuse(Refusal.TOO_SLOW));
    request.exceptionHandler(ignored -> reader.finish());
    request.handler(reader::part);
    request.endHandler(ignored -> reader.complete());
  }

  private void part(Buffer data) {
    if (over) {
      return;
    }
    length += data.length();
    if (length > bytesMax) {
      refuse(Refusal.TOO_LARGE);
    } else {
      parts.add(data);
    }
  }

  private void complete() {
    if (!over) {
      finish();
      whole.accept(joined());
    }
  }

  private byte[] joined() {
    byte[] body = new byte[length];
    int at = 0;
    for (Buffer part : parts) {
      part.getBytes(body, at);
      at += part.length();
    }
    return body;
  }

  private void refuse(Refusal reason) {
    if (!over) {
      finish();
      parts.clear();
      refused.accept(reason);
    }
  }

  private void finish() {
    over = true;
    vertx.cancelTimer(timer);
  }
}
