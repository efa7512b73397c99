package io.tollgate.gateway.http;

import io.tollgate.gateway.exchange.GatheredBytes;
import io.tollgate.gateway.exchange.HeldBytes;
import io.tollgate.gateway.upstream.EqualTimers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Reads one request body into memory, within a size and a time. */
final class BodyReader {

  /** Why a body was not read. */
  enum Failure {
    TOO_LARGE,
    TOO_SLOW,
    NO_ROOM,
    CLIENT_LEFT
  }

  private final int bytesMax;
  private final Consumer<GatheredBytes> whole;
  private final Consumer<Failure> failed;
  private final GatheredBytes body;
  private final EqualTimers.Running timer;
  private boolean over;

  private BodyReader(
      EqualTimers timers,
      int bytesMax,
      GatheredBytes body,
      Consumer<GatheredBytes> whole,
      Consumer<Failure> failed) {
    this.bytesMax = bytesMax;
    this.body = body;
    this.whole = whole;
    this.failed = failed;
    this.timer = timers.begin(() -> fail(Failure.TOO_SLOW));
  }

  /**
   * Reads the body of a request that has just come; exactly one of the consumers is called.
   *
   * @param timers of the length of the time it may take
   * @param announced the bytes it is said to have, 0 to {@code bytesMax}; 0 where nobody says it
   * @param connection what the request came over
   */
  static void read(
      EqualTimers timers,
      HttpServerRequest request,
      ClientConnection connection,
      int bytesMax,
      int announced,
      HeldBytes.Share held,
      Consumer<GatheredBytes> whole,
      Consumer<Failure> failed) {
    GatheredBytes body = new GatheredBytes(held, HeldBytes.Use.BODY, bytesMax, announced);
    connection.gather(body);
    BodyReader reader = new BodyReader(timers, bytesMax, body, whole, failed);
    request.exceptionHandler(ignored -> reader.fail(Failure.CLIENT_LEFT));
    request.handler(reader::part);
    request.endHandler(ignored -> reader.complete());
  }

  private void part(Buffer data) {
    if (over) {
      return;
    }
    if (body.length() + data.length() > bytesMax) {
      fail(Failure.TOO_LARGE);
    } else if (!body.add(data)) {
      fail(Failure.NO_ROOM);
    }
  }

  private void complete() {
    if (!over) {
      finish();
      whole.accept(body);
    }
  }

  private void fail(Failure reason) {
    if (!over) {
      finish();
      body.clear();
      failed.accept(reason);
    }
  }

  private void finish() {
    over = true;
    timer.cancel();
  }
}
