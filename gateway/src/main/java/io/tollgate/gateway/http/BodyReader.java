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
  enum Failure {
    TOO_LARGE,
    TOO_SLOW,
    CLIENT_LEFT
  }

  private final Vertx vertx;
  private final int bytesMax;
  private final Consumer<byte[]> whole;
  private final Consumer<Failure> failed;
  private final List<Buffer> parts = new ArrayList<>(2);
  private long timer;
  private int length;
  private boolean over;

  private BodyReader(Vertx vertx, int bytesMax, Consumer<byte[]> whole, Consumer<Failure> failed) {
    this.vertx = vertx;
    this.bytesMax = bytesMax;
    this.whole = whole;
    this.failed = failed;
  }

  /** Reads the body; exactly one of the consumers is called. */
  static void read(
      Vertx vertx,
      HttpServerRequest request,
      int bytesMax,
      Duration timeLimit,
      Consumer<byte[]> whole,
      Consumer<Failure> failed) {
    BodyReader reader = new BodyReader(vertx, bytesMax, whole, failed);
    reader.timer = vertx.setTimer(timeLimit.toMillis(), ignored -> reader.fail(Failure.TOO_SLOW));
    request.exceptionHandler(ignored -> reader.fail(Failure.CLIENT_LEFT));
    request.handler(reader::part);
    request.endHandler(ignored -> reader.complete());
  }

  private void part(Buffer data) {
    if (over) {
      return;
    }
    length += data.length();
    if (length > bytesMax) {
      fail(Failure.TOO_LARGE);
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

  private void fail(Failure reason) {
    if (!over) {
      finish();
      parts.clear();
      failed.accept(reason);
    }
  }

  private void finish() {
    over = true;
    vertx.cancelTimer(timer);
  }
}
