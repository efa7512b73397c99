package io.tollgate.gateway.exchange;

import io.netty.buffer.ByteBufAllocator;
import io.tollgate.adapters.json.Segments;
import io.tollgate.gateway.upstream.Buffers;
import io.tollgate.gateway.upstream.HandedOver;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one request: its head, its body with backpressure, and the two ways it may
 * end, complete or broken off. After the end, and once the client is gone, nothing is written.
 */
final class ClientReply {

  private static final CharSequence EVENT_STREAM =
      HttpHeaders.createOptimized("text/event-stream; charset=utf-8");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
  private static final CharSequence X_ACCEL = HttpHeaders.createOptimized("x-accel-buffering");
  private static final CharSequence NO = HttpHeaders.createOptimized("no");

  /**
   * How long a client has to read the error event before its connection breaks. Clients that read
   * ahead on another thread, as the JDK's does, forget what they hold once they see the break;
   * those that read the event leave by themselves.
   */
  private static final long FAREWELL_MILLIS = 1_000;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final HeldBytes.Share held;
  private final AnswerRecorder recorder;
  private Future<Void> written = Future.succeededFuture();
  private boolean over;
  private @Nullable Promise<Void> farewell;

  /**
   * A reply of which nothing is written yet.
   *
   * @param loop the event loop of the client's connection
   * @param whenGone called once if the client closes its connection before the end
   */
  ClientReply(Context loop, ClientRequest client, Runnable whenGone) {
    this.vertx = loop.owner();
    this.request = client.http();
    this.response = request.response();
    this.held = client.held();
    this.recorder = client.recorder();
    response.exceptionHandler(ignored -> leave(whenGone));
    response.closeHandler(ignored -> leave(whenGone));
  }

  private void leave(Runnable whenGone) {
    if (farewell != null) {
      farewell.tryComplete();
    }
    if (!over) {
      over = true;
      whenGone.run();
    }
  }

  /** Adds a header that the answer does not have yet. */
  void header(CharSequence name, CharSequence value) {
    if (!over) {
      // Not as Vert.x would put each of them, under the lock of the connection.
      response.headers().add(name, value);
    }
  }

  /** Commits to a streamed answer. */
  void beginStream() {
    if (!over) {
      response
          .setStatusCode(200)
          .setChunked(true)
          .putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
          .putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE)
          .putHeader(X_ACCEL, NO);
      recorder.head(response.headers());
    }
  }

  /** Writes a part of a stream. */
  void write(Buffer data) {
    if (!over) {
      recorder.bytes(data);
      response.write(data);
    }
  }

  /** Whether the client reads more slowly than it is written to; then {@code resume} is called. */
  boolean isFull(Runnable resume) {
    if (over || !response.writeQueueFull()) {
      return false;
    }
    response.drainHandler(ignored -> resume.run());
    return true;
  }

  /** Writes the last part of a stream and ends it as complete. */
  void endStream(Buffer last) {
    if (!over) {
      over = true;
      recorder.bytes(last);
      recorder.complete();
      written = response.end(last);
    }
  }

  /** Sends a whole JSON answer. */
  void sendJson(int status, Buffer body) {
    if (!over) {
      header(HttpHeaders.CONTENT_TYPE, JSON);
      over = true;
      response.setStatusCode(status);
      if (status == 200) {
        recorder.head(response.headers());
        recorder.bytes(body);
        recorder.complete();
      }
      written = response.end(body);
    }
  }

  /** Sends a whole JSON answer with status 200. */
  void sendJson(Segments body) {
    if (!over) {
      // A recorder keeps what it is told.
      boolean once =
          recorder.equals(AnswerRecorder.NONE)
              && HandedOver.suits(body, !response.writeQueueFull());
      sendJson(200, once ? HandedOver.of(body, ByteBufAllocator.DEFAULT) : Buffers.of(body));
    }
  }

  /**
   * Writes the dialect's error event and, when the client had time to read it, breaks the
   * connection, so that none can take what it got for a complete answer: not one that reads events,
   * and not one that reads only HTTP.
   */
  void breakOff(Buffer errorEvent) {
    if (!over) {
      over = true;
      written =
          response
              .write(errorEvent)
              .compose(ignored -> farewell())
              .eventually(() -> request.connection().close());
    }
  }

  /** Completes when the client has left, or has had its time. */
  private Future<Void> farewell() {
    Promise<Void> ending = Promise.promise();
    farewell = ending;
    long timer = vertx.setTimer(FAREWELL_MILLIS, ignored -> ending.tryComplete());
    return ending.future().onComplete(ignored -> vertx.cancelTimer(timer));
  }

  /** Breaks the connection, whatever was written. */
  void abort() {
    over = true;
    request.connection().close();
  }

  /** What the request keeps in memory. */
  HeldBytes.Share held() {
    return held;
  }

  /** Completes when all that will be written has been written, or has failed to be. */
  Future<Void> written() {
    return written;
  }
}
