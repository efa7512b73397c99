package io.tollgate.gateway.exchange;

import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.gateway.upstream.Permit;
import io.tollgate.gateway.upstream.UpstreamCall;
import io.tollgate.gateway.upstream.UpstreamFailure;
import io.tollgate.gateway.upstream.UpstreamListener;
import io.tollgate.gateway.upstream.Verdict;
import io.tollgate.policies.routing.Candidate;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One dispatch to one deployment: picks the reader for what comes back, and ends exactly once. */
final class Attempt implements UpstreamListener {

  static final AttemptEnd NOTHING_SENT =
      new AttemptEnd.Unbilled(0, "the request ended before anything was sent");

  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");

  private final Exchange exchange;
  private final Candidate candidate;
  private final Permit permit;
  private final int number;
  private final Crossing crossing;
  private final AttemptTimes times = new AttemptTimes();
  private final AttemptAnswer answer;
  private @Nullable UpstreamCall call;
  private @Nullable AnswerReader reader;
  private @Nullable String providerRequest;
  private int status;
  private long bytesLeft = Long.MAX_VALUE;
  private AttemptEnd.@Nullable Billed whole;
  private boolean over;

  Attempt(Exchange exchange, Leg leg, int number) {
    this.exchange = exchange;
    this.candidate = leg.candidate();
    this.permit = leg.permit();
    this.number = number;
    this.crossing = leg.crossing();
    this.answer = new AttemptAnswer(number, candidate.deployment());
  }

  void started(UpstreamCall started) {
    call = started;
  }

  /** The request in the provider's dialect. */
  Crossing crossing() {
    return crossing;
  }

  Candidate candidate() {
    return candidate;
  }

  Permit permit() {
    return permit;
  }

  int number() {
    return number;
  }

  int status() {
    return status;
  }

  boolean isOver() {
    return over;
  }

  /** Whether anything of it may have reached the provider. */
  boolean isSent() {
    return call != null && call.isSent();
  }

  /** Whether it was sent and its end has not come. */
  boolean isRunning() {
    return !over && isSent();
  }

  /** Whether a part of the answer has come. */
  boolean hasContent() {
    return times.hasContent();
  }

  /** Milliseconds from dispatch to its end, or to now. */
  long totalMs() {
    return times.totalMs();
  }

  /** Milliseconds from an earlier moment to the first content byte, or -1. */
  long firstContentMsAfter(long earlierNanos) {
    return times.firstContentMsAfter(earlierNanos);
  }

  /** All that its bill depends on. */
  AttemptSoFar soFar() {
    return new AttemptSoFar(
        status,
        providerRequest,
        times.ttftMs(),
        candidate.estimate().usage(),
        reader == null ? AttemptSoFar.AnswerSoFar.NOTHING : reader.soFar());
  }

  /** What it answers, for who looks at it. */
  AttemptAnswer answer() {
    return answer;
  }

  void contentSeen() {
    if (times.contentSeen() && call != null) {
      call.firstToken();
    }
  }

  /** An event of the stream is complete. */
  void progressed() {
    if (call != null) {
      call.progressed();
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

  /** Reads on for nobody but the ledger, and not for more than so many bytes. */
  void readOnAlone(long bytesMax) {
    bytesLeft = bytesMax;
    resume();
  }

  /**
   * Breaks the call off at once, which the provider sees.
   *
   * @return whether anything of it may have reached the provider
   */
  boolean cancel() {
    over = true;
    permit.end(Verdict.NOTHING);
    if (call == null) {
      return false;
    }
    call.cancel();
    return call.isSent();
  }

  /** Gives the leave to send back, whatever becomes of the rest. */
  void release() {
    permit.end(Verdict.NOTHING);
  }

  /** Its answer goes to nobody, and is looked at no longer. */
  void discard() {
    if (reader != null) {
      reader.discard();
    }
    answer.forget();
  }

  /**
   * Breaks it off for a reason that is not the provider's; what the provider did is billed. Of an
   * answer that is whole already nothing can be broken off.
   */
  AttemptEnd abandon() {
    AttemptEnd.Billed complete = whole;
    if (complete != null) {
      return complete;
    }
    AttemptEnd end;
    if (!cancel()) {
      end = NOTHING_SENT;
    } else if (reader instanceof ErrorReader) {
      end = new AttemptEnd.Unbilled(status, "the provider answered HTTP " + status);
    } else {
      end = exchange.billing().aborted(soFar());
    }
    over(end);
    return end;
  }

  /** Puts right what its end says of the account that it was sent with and of whoever did it. */
  private void over(AttemptEnd end) {
    end.correct(permit);
    if (end instanceof AttemptEnd.Billed billed) {
      exchange
          .services()
          .work()
          .done(
              candidate.deployment().id(),
              () -> billed.work(soFar().answer().engine(), times.totalMs()),
              exchange.services().clock());
    }
  }

  @Override
  public void head(int upstreamStatus, MultiMap headers) {
    if (!over) {
      exchange.guard(() -> begin(upstreamStatus, headers));
    }
  }

  private void begin(int upstreamStatus, MultiMap headers) {
    status = upstreamStatus;
    providerRequest = headers.get(REQUEST_ID);
    permit.heard(headers, exchange.services().clock());
    String type = headers.get(HttpHeaders.CONTENT_TYPE);
    String encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
    if (upstreamStatus != 200) {
      long retryAfterMs = RetryAfter.millis(headers, exchange.services().clock().instant());
      reader = new ErrorReader(this, crossing, upstreamStatus, retryAfterMs);
    } else if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      protocolFailure("the answer is encoded as " + encoding + ", which was not asked for");
    } else if (exchange.profile().stream()) {
      String expected = crossing.streamType();
      if (type == null || !type.regionMatches(true, 0, expected, 0, expected.length())) {
        protocolFailure("a stream was asked for, the answer is " + type);
      } else {
        reader = new StreamReader(this, exchange, crossing, answer.begin(exchange.keep(this)));
      }
    } else if (type == null || !type.toLowerCase(Locale.ROOT).contains("json")) {
      protocolFailure("JSON was asked for, the answer is " + type);
    } else {
      reader = new PlainReader(this, exchange, crossing, answer.begin(exchange.keep(this)));
    }
  }

  /** What arrived is not what the dialect allows. */
  void protocolFailure(String message) {
    broken(new UpstreamFailure(UpstreamFailure.Kind.PROTOCOL, message));
  }

  /** The answer ended before its end. */
  void cut(String message) {
    broken(new UpstreamFailure(UpstreamFailure.Kind.CUT, message));
  }

  @Override
  public void chunk(Buffer data) {
    AnswerReader current = reader;
    if (over || current == null) {
      return;
    }
    bytesLeft -= data.length();
    exchange.guard(() -> current.chunk(data));
    if (bytesLeft < 0 && !over) {
      exchange.guard(exchange::readFarEnough);
    }
  }

  @Override
  public void chunksRead() {
    AnswerReader current = reader;
    if (!over && current != null) {
      exchange.guard(current::chunksRead);
    }
  }

  @Override
  public void ended() {
    AnswerReader current = reader;
    if (!over && current != null) {
      exchange.guard(current::ended);
    }
  }

  @Override
  public void failed(UpstreamFailure failure) {
    if (!over) {
      exchange.guard(() -> broken(failure));
    }
  }

  private void broken(UpstreamFailure failure) {
    if (reader instanceof ErrorReader error) {
      // Its status says enough, however much of its body has come.
      error.ended();
    } else {
      fail(
          AttemptFailure.of(failure, exchange.services().limits().resendLost()),
          exchange.billing().broken(soFar(), failure));
    }
  }

  /** Gives it up for another deployment, because its first tokens are too late or too slow. */
  void giveUp(String message) {
    UpstreamFailure late =
        new UpstreamFailure(
            hasContent() ? UpstreamFailure.Kind.CUT : UpstreamFailure.Kind.LATE, message);
    fail(AttemptFailure.impatient(message), exchange.billing().broken(soFar(), late));
  }

  /** Ends the attempt without a complete answer. */
  void fail(AttemptFailure failure, AttemptEnd end) {
    if (!over) {
      over = true;
      if (call != null) {
        call.cancel();
      }
      permit.end(failure.verdict());
      over(end);
      exchange.attemptFailed(this, failure, end);
    }
  }

  /**
   * Ends the attempt with a complete answer; the upstream connection is left to finish by itself.
   */
  void complete(Exchange.Finish finish) {
    if (!over) {
      over = true;
      times.end();
      permit.end(new Verdict.Sound(Math.max(1, times.firstContentNanos())));
      AttemptEnd.Billed bill = exchange.billing().complete(soFar());
      over(bill);
      whole = bill;
      exchange.attemptCompleted(this, bill, finish);
    }
  }
}
