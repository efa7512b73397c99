package io.tollgate.gateway.upstream;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request to a provider and its answer, under four deadlines, on one event loop.
 *
 * <p>One timer serves all deadlines: it is armed once per step and looks at the clock when it
 * fires, so a stream of events costs no timer operations.
 */
public final class UpstreamCall {

  private final Vertx vertx;
  private final Deadlines deadlines;
  private final UpstreamListener listener;
  private final long startNanos;
  private long lastReadNanos;
  private long timer = -1;
  private boolean bodyBegun;
  private boolean over;
  private boolean paused;
  private @Nullable HttpClientRequest request;
  private @Nullable HttpClientResponse response;

  UpstreamCall(Vertx vertx, Deadlines deadlines, UpstreamListener listener) {
    this.vertx = vertx;
    this.deadlines = deadlines;
    this.listener = listener;
    this.startNanos = System.nanoTime();
    this.lastReadNanos = startNanos;
  }

  /** The connection stands: sends the body and waits for the answer. */
  void connected(HttpClientRequest connection, Buffer body) {
    if (over) {
      connection.reset();
      return;
    }
    request = connection;
    lastReadNanos = System.nanoTime();
    armTimer(deadlines.firstByte());
    connection.exceptionHandler(this::broke);
    connection.response().onComplete(this::answered, this::broke);
    connection.end(body);
  }

  /** No connection could be made; nothing was sent. */
  void refused(Throwable cause) {
    fail(UpstreamFailure.Kind.NOT_SENT, "no connection: " + describe(cause));
  }

  private void answered(HttpClientResponse answer) {
    if (over) {
      return;
    }
    response = answer;
    answer.exceptionHandler(this::broke);
    answer.handler(this::read);
    answer.endHandler(ignored -> complete());
    listener.head(answer.statusCode(), answer.headers());
    if (!over && !paused) {
      answer.resume();
    }
  }

  private void read(Buffer data) {
    if (over) {
      return;
    }
    lastReadNanos = System.nanoTime();
    bodyBegun = true;
    listener.chunk(data);
  }

  private void complete() {
    if (!over) {
      finish();
      listener.ended();
    }
  }

  private void broke(Throwable cause) {
    if (over) {
      return;
    }
    boolean answerBegun = response != null;
    boolean closed = cause instanceof HttpClosedException || cause instanceof StreamResetException;
    fail(
        answerBegun ? UpstreamFailure.Kind.CUT : UpstreamFailure.Kind.LOST,
        (closed ? "the provider closed the connection " : describe(cause) + " ")
            + (answerBegun ? "in the middle of its answer" : "before it answered"));
  }

  /** Stops reading until {@link #resume()}, because the client reads more slowly. */
  public void pause() {
    paused = true;
    if (response != null) {
      response.pause();
    }
  }

  /** Reads on. */
  public void resume() {
    paused = false;
    // Time spent waiting for the client is not the provider's.
    lastReadNanos = System.nanoTime();
    if (response != null) {
      response.resume();
    }
  }

  /**
   * Ends the call at once; the provider sees its connection reset. Nothing is reported after it.
   */
  public void cancel() {
    if (!over) {
      finish();
      reset();
    }
  }

  private void fail(UpstreamFailure.Kind kind, String message) {
    if (!over) {
      finish();
      reset();
      listener.failed(new UpstreamFailure(kind, message));
    }
  }

  private void reset() {
    if (request != null) {
      request.reset();
    }
  }

  private void finish() {
    over = true;
    if (timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  void armTimer(Duration step) {
    if (timer >= 0) {
      vertx.cancelTimer(timer);
    }
    timer = vertx.setTimer(Math.max(1, step.toMillis()), this::checkDeadlines);
  }

  private void checkDeadlines(long ignored) {
    timer = -1;
    if (over) {
      return;
    }
    long now = System.nanoTime();
    long totalLeft = deadlines.total().toNanos() - (now - startNanos);
    if (totalLeft <= 0) {
      fail(
          bodyBegun ? UpstreamFailure.Kind.CUT : UpstreamFailure.Kind.LATE,
          "the total deadline of " + seconds(deadlines.total()) + " passed");
      return;
    }
    Duration limit = bodyBegun ? deadlines.betweenEvents() : deadlines.firstByte();
    long left = paused ? limit.toNanos() : limit.toNanos() - (now - lastReadNanos);
    if (left <= 0) {
      fail(
          bodyBegun ? UpstreamFailure.Kind.CUT : UpstreamFailure.Kind.LATE,
          bodyBegun ? "no event for " + seconds(limit) : "no first byte within " + seconds(limit));
      return;
    }
    armTimer(Duration.ofNanos(Math.min(left, totalLeft) + TimeUnit.MILLISECONDS.toNanos(1)));
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private static String describe(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
