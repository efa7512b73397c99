package io.tollgate.gateway.exchange;

import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.gateway.upstream.UpstreamCall;
import io.tollgate.gateway.upstream.UpstreamFailure;
import io.tollgate.gateway.upstream.UpstreamListener;
import io.tollgate.policies.routing.Candidate;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One dispatch to one deployment: picks the reader for what comes back, and ends exactly once. */
final class Attempt implements UpstreamListener {

  private static final String REQUEST_ID = "x-request-id";
  private static final String RETRY_AFTER = "retry-after";

  private final Exchange exchange;
  private final Candidate candidate;
  private final int number;
  private final UsageRule usageRule;
  private final long startNanos;
  private @Nullable UpstreamCall call;
  private @Nullable AnswerReader reader;
  private @Nullable String providerRequest;
  private int status;
  private long firstContentNanos = -1;
  private boolean over;

  Attempt(Exchange exchange, Candidate candidate, int number) {
    this.exchange = exchange;
    this.candidate = candidate;
    this.number = number;
    this.usageRule = exchange.usageRule(candidate);
    this.startNanos = System.nanoTime();
  }

  void started(UpstreamCall started) {
    call = started;
  }

  Candidate candidate() {
    return candidate;
  }

  int number() {
    return number;
  }

  int status() {
    return status;
  }

  @Nullable String providerRequest() {
    return providerRequest;
  }

  long totalMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }

  /** Milliseconds from dispatch to the first content byte, or -1. */
  long ttftMs() {
    return firstContentNanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(firstContentNanos);
  }

  void contentSeen() {
    if (firstContentNanos < 0) {
      firstContentNanos = System.nanoTime() - startNanos;
    }
  }

  void pause() {
    if (call != null) {
      call.pause();
    }
  }

  void resume() {
    if (call != null) {
      call.resume();
    }
  }

  /** The client has left: the provider is told at once, and what it did is billed. */
  AttemptEnd abandon() {
    over = true;
    if (call != null) {
      call.cancel();
    }
    return exchange.billing().aborted(this, reader);
  }

  @Override
  public void head(int upstreamStatus, MultiMap headers) {
    if (over) {
      return;
    }
    status = upstreamStatus;
    providerRequest = headers.get(REQUEST_ID);
    String type = headers.get(HttpHeaders.CONTENT_TYPE);
    String encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
    if (upstreamStatus != 200) {
      reader = new ErrorReader(this, upstreamStatus, headers.get(RETRY_AFTER));
    } else if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      protocolFailure("the answer is encoded as " + encoding + ", which was not asked for");
    } else if (exchange.isStreamed()) {
      if (type == null || !type.startsWith("text/event-stream")) {
        protocolFailure("a stream was asked for, the answer is " + type);
      } else {
        reader = new StreamReader(this, exchange, usageRule);
      }
    } else if (type == null || !type.contains("json")) {
      protocolFailure("JSON was asked for, the answer is " + type);
    } else {
      reader = new PlainReader(this, exchange, usageRule);
    }
  }

  /** What arrived is not what the dialect allows. */
  void protocolFailure(String message) {
    failed(new UpstreamFailure(UpstreamFailure.Kind.PROTOCOL, message));
  }

  /** The answer ended before its end. */
  void cut(String message) {
    failed(new UpstreamFailure(UpstreamFailure.Kind.CUT, message));
  }

  @Override
  public void chunk(Buffer data) {
    if (!over && reader != null) {
      reader.chunk(data);
    }
  }

  @Override
  public void ended() {
    if (!over && reader != null) {
      reader.ended();
    }
  }

  @Override
  public void failed(UpstreamFailure failure) {
    fail(
        AttemptFailure.of(failure, exchange.resendsLost()),
        exchange.billing().broken(this, reader, failure));
  }

  /** Ends the attempt without a complete answer. */
  void fail(AttemptFailure failure, AttemptEnd end) {
    if (!over) {
      over = true;
      if (call != null) {
        call.cancel();
      }
      exchange.attemptFailed(this, failure, end);
    }
  }

  /**
   * Ends the attempt with a complete answer; the upstream connection is left to finish by itself.
   */
  void complete(AttemptEnd.Billed end, Exchange.Finish finish) {
    if (!over) {
      over = true;
      exchange.attemptCompleted(this, end, finish);
    }
  }
}
