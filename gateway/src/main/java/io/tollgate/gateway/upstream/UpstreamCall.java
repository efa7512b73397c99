package io.tollgate.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
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
  private boolean unread;

  private @Nullable Outgoing outgoing;
  private @Nullable ProviderConnection connection;
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

  /** It has a connection: sends the request and waits for the answer. */
  void connected(ProviderConnection taken) {
    connection = taken;
    sentNanos = System.nanoTime();
    if (totalLeftNanos(sentNanos) > deadlines.firstToken().toNanos()) {
      firstTokenTimer = firstTokenTimers.begin(this::checkDeadlines, sentNanos);
    } else {
      armTimer();
    }
    upload = Upload.begin(taken, Objects.requireNonNull(outgoing));
  }

  /** The connection takes more of the request again. */
  void sendOn() {
    if (upload != null) {
      upload.send();
    }
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

  /** The head of the answer has arrived. */
  void answered(int status, MultiMap headers) {
    if (!over) {
      answerBegun = true;
      listener.head(status, headers);
    }
  }

  /** A part of the answer has arrived; {@link #chunksRead} follows. */
  void read(Buffer data) {
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
    unread = true;
  }

  /** Whether chunks were handed on since the listener was told that there are no more for now. */
  boolean isUnread() {
    return unread;
  }

  /** All that one read of the socket brought has been handed on. */
  void chunksRead() {
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

  /**
   * The answer has ended.
   *
   * @param sentAll whether the request had been sent to its end
   */
  void complete(boolean sentAll) {
    chunksRead();
    if (!over) {
      finish();
      if (!sentAll) {
        // The provider has answered what it did not read to its end.
        reset();
      }
      listener.ended();
    }
  }

  /** The connection broke before the answer ended; nothing more arrives. */
  void broke(Throwable cause) {
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
    boolean closed = cause instanceof HttpClosedException;
    fail(
        answerBegun ? UpstreamFailure.Kind.CUT : UpstreamFailure.Kind.LOST,
        (closed ? "the provider closed the connection " : describe(cause) + " ")
            + (answerBegun ? "in the middle of its answer" : "before it answered"));
  }

  /**
   * Whether bytes of the request may have reached the provider; before that, nothing can be owed.
   */
  public boolean isSent() {
    return connection != null;
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
    if (connection != null) {
      connection.reset();
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
