package io.tollgate.gateway.upstream;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.http.impl.HttpClientStream;
import io.vertx.core.http.impl.HttpResponseHead;
import io.vertx.core.internal.ContextInternal;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One request to a provider and its answer, under four deadlines, on one event loop.
 *
 * <p>One timer serves all deadlines: it is armed once per step and looks at the clock when it
 * fires, so a stream of events costs no timer operations. The first one, which most calls need only
 * to cancel it, is shared with the other calls.
 */
public final class UpstreamCall {

  private final Vertx vertx;
  private final Deadlines deadlines;
  private final UpstreamListener listener;
  private final Runnable whenOver;
  private final long startNanos;
  private long sentNanos;
  private long lastReadNanos;
  private long timer = -1;
  private final EqualTimers firstTokenTimers;
  private EqualTimers.@Nullable Running firstTokenTimer;
  private final boolean streamed;
  private boolean bodyBegun;
  private boolean tokenSeen;
  private boolean over;
  private boolean paused;
  private boolean broken;

  /** Whether chunks were handed on since the listener was told that there are no more for now. */
  private boolean unread;

  private @Nullable Outgoing outgoing;
  private @Nullable ProviderConnection connection;
  private @Nullable HttpClientStream stream;
  private @Nullable Upload upload;
  private boolean answerBegun;

  /**
   * A call that is not connected yet.
   *
   * @param firstTokenTimers of the length of the deadline of the first token
   * @param whenOver run once, when nothing more is done with the connection
   */
  UpstreamCall(
      Vertx vertx,
      Deadlines deadlines,
      boolean streamed,
      UpstreamListener listener,
      EqualTimers firstTokenTimers,
      Runnable whenOver) {
    this.vertx = vertx;
    this.streamed = streamed;
    this.deadlines = deadlines;
    this.listener = listener;
    this.firstTokenTimers = firstTokenTimers;
    this.whenOver = whenOver;
    this.startNanos = System.nanoTime();
    this.sentNanos = startNanos;
    this.lastReadNanos = startNanos;
  }

  /** What it sends once it has a connection. */
  void sends(Outgoing request) {
    outgoing = request;
  }

  /** The connection stands: sends the request and waits for the answer. */
  void connected(ProviderConnection taken, HttpClientStream begun) {
    taken.begun(begun);
    connection = taken;
    stream = begun;
    ContextInternal context = begun.context();
    // Whoever begins a timer or a task in here is to find the context of the call.
    begun.exceptionHandler(cause -> context.dispatch(cause, this::broke));
    begun.headHandler(this::answered);
    begun.dataHandler(data -> context.dispatch(data, this::read));
    begun.trailersHandler(ignored -> context.dispatch(this::complete));
    sentNanos = System.nanoTime();
    if (totalLeftNanos(sentNanos) > deadlines.firstToken().toNanos()) {
      firstTokenTimer = firstTokenTimers.begin(this::checkDeadlines, sentNanos);
    } else {
      armTimer();
    }
    upload = Upload.begin(begun, Objects.requireNonNull(outgoing), taken.memory());
  }

  /** No connection could be made; nothing was sent. */
  void refused(Throwable cause) {
    fail(
        isOfTls(cause) ? UpstreamFailure.Kind.UNTRUSTED : UpstreamFailure.Kind.NOT_SENT,
        "no connection: " + describe(cause));
  }

  /** It cannot be said who calls; nothing was sent. */
  void unauthenticated(Throwable cause) {
    fail(UpstreamFailure.Kind.UNPROVABLE, describe(cause));
  }

  /** Whether it has ended. */
  boolean isOver() {
    return over;
  }

  private void answered(HttpResponseHead answer) {
    if (!over) {
      answerBegun = true;
      listener.head(answer.statusCode(), answer.headers());
    }
  }

  private void read(Buffer data) {
    if (over) {
      return;
    }
    bodyBegun = true;
    if (!streamed && tokenSeen) {
      progressed();
    } else if (!streamed) {
      firstToken();
    }
    listener.chunk(data);
    if (!unread) {
      unread = true;
      ProviderConnection current = connection;
      if (current != null && current.turn().isReading()) {
        current.turn().whenRead(this::chunksRead);
      } else {
        chunksRead();
      }
    }
  }

  private void chunksRead() {
    if (unread) {
      unread = false;
      if (!over) {
        listener.chunksRead();
      }
    }
  }

  /**
   * The answer has come further: of a stream, an event is complete. Bytes that complete none are no
   * progress, or a provider could drip them for ever.
   */
  public void progressed() {
    lastReadNanos = System.nanoTime();
  }

  /** The first token has come: from here on it is the time between events that counts. */
  public void firstToken() {
    if (!tokenSeen) {
      tokenSeen = true;
      progressed();
      if (!over && deadlines.betweenEvents().compareTo(deadlines.firstToken()) < 0) {
        // The timer is set for the longer deadline and would look too late.
        armTimer();
      }
    }
  }

  private void complete() {
    chunksRead();
    if (!over) {
      finish();
      if (upload != null && upload.isRunning()) {
        // The provider has answered what it did not read to its end.
        reset();
      }
      listener.ended();
    }
  }

  private void broke(Throwable cause) {
    if (over) {
      return;
    }
    broken = true;
    if (paused) {
      // What arrived while the client was slow comes first: it may well be the rest of the answer.
      resume();
      vertx.runOnContext(ignored -> failBroken(cause));
    } else {
      failBroken(cause);
    }
  }

  private void failBroken(Throwable cause) {
    boolean closed = cause instanceof HttpClosedException || cause instanceof StreamResetException;
    fail(
        answerBegun ? UpstreamFailure.Kind.CUT : UpstreamFailure.Kind.LOST,
        (closed ? "the provider closed the connection " : describe(cause) + " ")
            + (answerBegun ? "in the middle of its answer" : "before it answered"));
  }

  /**
   * Whether bytes of the request may have reached the provider; before that, nothing can be owed.
   */
  public boolean isSent() {
    return stream != null;
  }

  /** Stops reading until {@link #resume()}, because the client reads more slowly. */
  public void pause() {
    if (broken) {
      return;
    }
    paused = true;
    read(false);
  }

  private void read(boolean reads) {
    if (connection != null) {
      connection.read(reads);
    }
  }

  /** Reads on. */
  public void resume() {
    paused = false;
    // Time spent waiting for the client is not the provider's.
    lastReadNanos = System.nanoTime();
    read(true);
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
    chunksRead();
    if (!over) {
      finish();
      reset();
      listener.failed(new UpstreamFailure(kind, message));
    }
  }

  private void reset() {
    if (stream != null) {
      stream.writeReset(0);
    }
  }

  private void finish() {
    over = true;
    if (upload != null) {
      upload.stop();
    }
    if (paused) {
      // The connection may serve another call.
      read(true);
    }
    cancelTimer();
    whenOver.run();
  }

  private void cancelTimer() {
    if (firstTokenTimer != null) {
      firstTokenTimer.cancel();
      firstTokenTimer = null;
    }
    if (timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  private void armTimer() {
    cancelTimer();
    long now = System.nanoTime();
    long leftMillis =
        TimeUnit.NANOSECONDS.toMillis(Math.min(stepLeftNanos(now), totalLeftNanos(now)));
    // One more, so that the deadline has passed when the timer fires.
    timer = vertx.setTimer(Math.max(0, leftMillis) + 1, ignored -> checkDeadlines());
  }

  private void checkDeadlines() {
    timer = -1;
    if (over) {
      return;
    }
    long now = System.nanoTime();
    if (totalLeftNanos(now) <= 0) {
      late("the total deadline of " + seconds(deadlines.total()) + " passed");
    } else if (stepLeftNanos(now) <= 0) {
      String unit = streamed ? "token" : "byte";
      late((tokenSeen ? "nothing more for " : "no first " + unit + " within ") + seconds(step()));
    } else {
      armTimer();
    }
  }

  private void late(String message) {
    fail(bodyBegun ? UpstreamFailure.Kind.CUT : UpstreamFailure.Kind.LATE, message);
  }

  private Duration step() {
    return tokenSeen ? deadlines.betweenEvents() : deadlines.firstToken();
  }

  /** A wait for the client is not the provider's. */
  private long stepLeftNanos(long now) {
    return paused
        ? step().toNanos()
        : step().toNanos() - (now - (tokenSeen ? lastReadNanos : sentNanos));
  }

  private long totalLeftNanos(long now) {
    return deadlines.total().toNanos() - (now - startNanos);
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private static boolean isOfTls(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof SSLException || t instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  private static String describe(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
