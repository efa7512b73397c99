package io.tollgate.gateway.exchange;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one request: its head, its body with backpressure, and the two ways it may
 * end, complete or broken off.
 */
final class ClientReply {

  private static final CharSequence EVENT_STREAM =
      HttpHeaders.createOptimized("text/event-stream; charset=utf-8");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
  private static final CharSequence X_ACCEL = HttpHeaders.createOptimized("x-accel-buffering");
  private static final CharSequence NO = HttpHeaders.createOptimized("no");

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private boolean gone;

  ClientReply(HttpServerRequest request, Runnable whenGone) {
    this.request = request;
    this.response = request.response();
    response.exceptionHandler(ignored -> leave(whenGone));
    response.closeHandler(ignored -> leave(whenGone));
  }

  private void leave(Runnable whenGone) {
    if (!gone && !response.ended()) {
      gone = true;
      whenGone.run();
    }
  }

  /** Whether the client closed its connection before the end. */
  boolean isGone() {
    return gone;
  }

  void header(CharSequence name, CharSequence value) {
    response.putHeader(name, value);
  }

  /** Commits to a streamed answer. */
  void beginStream() {
    response
        .setStatusCode(200)
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE)
        .putHeader(X_ACCEL, NO);
  }

  /** Writes a part of a stream. */
  void write(Buffer data) {
    if (!gone) {
      response.write(data);
    }
  }

  /** Whether the client reads more slowly than it is written to; then {@code resume} is called. */
  boolean isFull(Runnable resume) {
    if (gone || !response.writeQueueFull()) {
      return false;
    }
    response.drainHandler(ignored -> resume.run());
    return true;
  }

  /** Writes the last part of a stream and ends it as complete. */
  void endStream(@Nullable Buffer last) {
    if (gone) {
      return;
    }
    if (last == null) {
      response.end();
    } else {
      response.end(last);
    }
  }

  /** Sends a whole JSON answer. */
  void sendJson(int status, Buffer body) {
    if (!gone) {
      response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(body);
    }
  }

  /**
   * Writes the dialect's error event and breaks the connection, so that no client can take what it
   * got for a complete answer: not one that reads events, and not one that reads only HTTP.
   */
  void breakOff(Buffer errorEvent) {
    if (!gone) {
      gone = true;
      response.write(errorEvent).onComplete(ignored -> request.connection().close());
    }
  }
}
