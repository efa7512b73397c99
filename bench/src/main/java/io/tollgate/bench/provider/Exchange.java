package io.tollgate.bench.provider;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request for which a simulated provider has begun to work, and its entry in the bill.
 *
 * <p>Used on one event loop only.
 */
final class Exchange {

  /** Gives the bytes before a reset time to reach the client: a reset drops what is unsent. */
  private static final long RESET_DELAY_MILLIS = 10;

  private static final int HUGE_HEADER_BYTES = 1 << 20;

  final Vertx vertx;
  final HttpServerRequest request;
  final HttpServerResponse response;
  final DialectService dialect;
  final Asked asked;
  final SimulatedModel model;
  final Answer answer;
  final @Nullable Fault fault;
  private final Connections connections;
  private final BillLog log;
  private final long number;
  private final @Nullable String faultText;
  private boolean over;

  Exchange(
      Vertx vertx,
      Connections connections,
      BillLog log,
      long number,
      HttpServerRequest request,
      DialectService dialect,
      Asked asked,
      SimulatedModel model,
      Answer answer,
      Directives directives) {
    this.vertx = vertx;
    this.connections = connections;
    this.log = log;
    this.number = number;
    this.request = request;
    this.response = request.response();
    this.dialect = dialect;
    this.asked = asked;
    this.model = model;
    this.answer = Marks.in(answer, directives.fault());
    this.fault = directives.fault();
    this.faultText = directives.faultText();
  }

  /** Whether the exchange has ended, and nothing may be sent any more. */
  boolean over() {
    return over;
  }

  /** Calls back when the client leaves before the end. */
  void onClientLeft(Runnable left) {
    response.closeHandler(closed -> {
      if (!over) {
        left.run();
      }
    });
    // Its cause is always that the connection closed, which the other handler sees.
    response.exceptionHandler(cause -> {});
  }

  /** Runs a step of the exchange after a delay, at once if there is none. */
  void after(Duration delay, Runnable step) {
    if (delay.isZero()) {
      step.run();
      return;
    }
    long millis = Math.max(1, delay.plusNanos(999_999).toMillis());
    vertx.setTimer(
        millis,
        timer -> {
          if (!over) {
            step.run();
          }
        });
  }

  /** Enters an ending in the bill. */
  void end(Ending ending, SimulatedUsage usage, boolean usageReported) {
    over = true;
    int status = ending == Ending.REFUSED || response.headWritten() ? response.getStatusCode() : 0;
    enter(status, ending, usage, usageReported);
  }

  private void enter(int status, Ending ending, SimulatedUsage usage, boolean usageReported) {
    log.ended(number, status, ending, usage, model.prices(), usageReported, faultText);
  }

  /** Enters the whole answer in the bill, and only then writes its last bytes. */
  void complete(Buffer lastBytes, boolean usageReported) {
    over = true;
    int status = response.getStatusCode();
    enter(status, Ending.COMPLETE, answer.usage(), usageReported);
    response.end(lastBytes).onFailure(cause -> log.undelivered(number));
  }

  /** Ends without an answer and without a charge. */
  void refuse(Buffer body) {
    end(Ending.REFUSED, SimulatedUsage.NONE, false);
    response.end(body);
  }

  /** Breaks off in the given way, with so many tokens produced. */
  void breakOff(Fault.Break how, long producedTokens) {
    SimulatedUsage usage = answer.usage().afterOutput(producedTokens);
    switch (how) {
      case RESET -> {
        end(Ending.BROKEN, usage, false);
        vertx.setTimer(RESET_DELAY_MILLIS, timer -> connections.reset(request));
      }
      case CLOSE -> {
        end(Ending.BROKEN, usage, false);
        vertx.setTimer(RESET_DELAY_MILLIS, timer -> connections.close(request));
      }
      case END -> {
        end(Ending.BROKEN, usage, false);
        response.end();
      }
      case STALL -> onClientLeft(() -> end(Ending.CLIENT_LEFT, usage, false));
    }
  }

  /** Follows a fault that leaves no answer. */
  void withoutAnswer(Fault.NoAnswer noAnswer) {
    switch (noAnswer) {
      case RESET_BEFORE_HEADERS -> {
        end(Ending.BROKEN, answer.usage().afterOutput(0), false);
        connections.reset(request);
      }
      case RESET_AFTER_HEADERS -> {
        response.setChunked(true).putHeader("content-type", contentType());
        response.writeHead();
        breakOff(Fault.Break.RESET, 0);
      }
      case STALL_BEFORE_HEADERS -> breakOff(Fault.Break.STALL, 0);
      case HTML_200 -> {
        response.putHeader("content-type", "text/html; charset=utf-8");
        refuse(Buffer.buffer("<!doctype html><title>Sign in</title><p>Please sign in.</p>"));
      }
      case EMPTY_200 -> {
        response.putHeader("content-type", contentType());
        refuse(Buffer.buffer());
      }
    }
  }

  /** Sends the client elsewhere. */
  void withRedirect(Fault.Redirect redirect) {
    response.setStatusCode(redirect.status()).putHeader("location", redirect.location());
    refuse(Buffer.buffer());
  }

  /**
   * Answers with a simulated error status.
   *
   * @param now what a date that says how long to wait counts from
   */
  void withStatus(Fault.Status status, Instant now) {
    Refusals.write(response, dialect, Refusal.of(status), now, this::refuse);
  }

  /**
   * Sends a whole answer with the headers that a fault wants.
   *
   * @return whether that was all; if not, the headers are set and the answer is to be sent
   */
  boolean withHeaders(Fault.Headers headers, Buffer body) {
    switch (headers) {
      case SET_COOKIE -> response.putHeader("set-cookie", "session=provider; Path=/; HttpOnly");
      case FORGED ->
          response
              .putHeader("x-tollgate-cost", "0")
              .putHeader("x-tollgate-model", "dear/forged")
              .putHeader("x-tollgate-request-id", "req_forged");
      case HUGE -> response.putHeader("x-huge", "x".repeat(HUGE_HEADER_BYTES));
      case LENGTH_AND_CHUNKS, TWO_LENGTHS, BARE_CR, BARE_LF -> {
        end(Ending.BROKEN, answer.usage(), false);
        connections.writeRaw(request, RawAnswer.of(headers, contentType(), body).getBytes());
        return true;
      }
    }
    return false;
  }

  /** All that goes into the words of the answer. */
  Saying saying(long createdSeconds) {
    return new Saying(answer, asked.turn(), model, createdSeconds, fault);
  }

  /** What the provider says when it breaks down in the middle of an answer. */
  Buffer errorEvent(Fault.ErrorEvent error) {
    return dialect.errorEvent(Refusal.of(error));
  }

  String contentType() {
    if (fault == Fault.Oddity.WRONG_TYPE) {
      return "text/plain; charset=utf-8";
    }
    return asked.turn().stream() ? asked.voice().framing().contentType() : "application/json";
  }
}
