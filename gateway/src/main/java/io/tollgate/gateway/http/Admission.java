package io.tollgate.gateway.http;

import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.openai.responses.ResponsesRequest;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.gateway.config.GatewayConfig.Limits;
import io.tollgate.gateway.exchange.ClientRequest;
import io.tollgate.gateway.exchange.GatheredBytes;
import io.tollgate.gateway.exchange.HeldBytes;
import io.tollgate.gateway.exchange.LedgerRefusal;
import io.tollgate.gateway.exchange.RunningRequests;
import io.tollgate.gateway.keys.Caller;
import io.tollgate.gateway.ledger.LedgerException;
import io.tollgate.gateway.limit.LimitClock;
import io.tollgate.gateway.limit.LimitPath;
import io.tollgate.gateway.quality.Feedback;
import io.tollgate.gateway.quality.Outcome;
import io.tollgate.gateway.upstream.EqualTimers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From an authenticated request to its exchange: concurrency, headers, body, profile, rate limits,
 * decision and budgets, the cheapest first. What is refused here has cost nothing and has been sent
 * nowhere.
 */
final class Admission {

  private static final CharSequence IDEMPOTENCY_KEY =
      HttpHeaders.createOptimized("idempotency-key");
  private static final String JSON = "application/json";
  private static final int IDEMPOTENCY_KEY_CHARS_MAX = 255;

  private final LoopTools tools;
  private final SharedBounds bounds;
  private final Turnstile turnstile;
  private final TurnEnd turnEnd;
  private EqualTimers bodyTimers;

  /** The admission of one event loop. */
  Admission(LoopTools tools) {
    this.tools = tools;
    this.bounds = tools.bounds();
    this.turnstile = new Turnstile(tools.vertx(), bounds.rates());
    this.turnEnd = new TurnEnd(tools.vertx().getOrCreateContext());
    this.bodyTimers = new EqualTimers(tools.vertx(), limits().times().bodyRead());
  }

  /** Refuses the requests that wait for a rate limit: the gateway is being stopped. */
  void stopWaiting() {
    turnstile.stop();
  }

  /** Begins the exchange when the body has come, or refuses the request. */
  void admit(
      HttpServerRequest request,
      ClientConnection connection,
      Caller caller,
      ClientDialect dialect,
      RequestHead head) {
    receive(
        request,
        connection,
        dialect,
        bounds.rates().of(caller, List.of()),
        limits().bodyBytesMax(),
        (ticket, client, body) -> admitted(ticket, client, caller, head, body));
  }

  /** Says what a request would come to in tokens, or refuses it. */
  void count(
      HttpServerRequest request,
      ClientConnection connection,
      ClientDialect dialect,
      RequestHead head) {
    receive(
        request,
        connection,
        dialect,
        LimitPath.EMPTY,
        limits().bodyBytesMax(),
        answering((client, body) -> TokenCount.answer(client, head, body)));
  }

  /** Takes feedback, or refuses it. */
  void hear(
      HttpServerRequest request,
      ClientConnection connection,
      Caller caller,
      ClientDialect dialect) {
    receive(
        request,
        connection,
        dialect,
        LimitPath.EMPTY,
        Math.min(limits().bodyBytesMax(), Feedback.BYTES_MAX),
        answering(
            (client, body) -> FeedbackPath.answer(client, caller.key(), body, bounds.feedback())));
  }

  /** Books what became of an answer, or refuses it. */
  void note(
      HttpServerRequest request,
      ClientConnection connection,
      Caller caller,
      ClientDialect dialect) {
    receive(
        request,
        connection,
        dialect,
        LimitPath.EMPTY,
        Math.min(limits().bodyBytesMax(), Outcome.BYTES_MAX),
        (ticket, client, body) -> {
          try {
            OutcomePath.answer(tools, ticket, client, caller, body);
          } catch (RuntimeException | Error fault) {
            ticket.leave();
            tools.refuseFaulty(client.http(), fault);
          }
        });
  }

  /** Answers a request at once, without an exchange. */
  @FunctionalInterface
  private interface Answerer {
    /** Answers, or says why not. */
    @Nullable ErrorReply answer(ClientRequest client, GatheredBytes body);
  }

  private Receiver answering(Answerer answerer) {
    return (ticket, client, body) -> {
      try {
        ErrorReply refusal = answerer.answer(client, body);
        if (refusal != null) {
          tools.refuse(client.http(), refusal);
        }
      } catch (RuntimeException | Error fault) {
        tools.refuseFaulty(client.http(), fault);
      } finally {
        ticket.leave();
      }
    };
  }

  /** Takes a request whose body has come; the ticket is its own to give back. */
  @FunctionalInterface
  private interface Receiver {
    void take(RunningRequests.Ticket ticket, ClientRequest client, GatheredBytes body);
  }

  private void receive(
      HttpServerRequest request,
      ClientConnection connection,
      ClientDialect dialect,
      LimitPath path,
      int bytesMax,
      Receiver receiver) {
    Limits now = limits();
    ErrorReply unfit = checkRoom(request, now);
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (unfit == null) {
      unfit = checkHeaders(request, length, bytesMax);
    }
    if (unfit != null) {
      tools.refuse(request, unfit);
      return;
    }
    RunningRequests.Ticket ticket = tools.now().running().enter();
    HeldBytes.Share share = bounds.held().share();
    ticket.onLeave(share::close);
    ticket.onStop(() -> request.connection().close());
    finishHead(request, ticket, dialect, path);
    BodyReader.read(
        bodyTimers(now.times().bodyRead()),
        request,
        connection,
        bytesMax,
        // It has been checked; where it is not said, the body grows as it comes.
        length == null ? 0 : Integer.parseInt(length.strip()),
        share,
        body ->
            turnEnd.take(
                () -> receiver.take(ticket, new ClientRequest(request, share, dialect), body)),
        failure -> {
          ticket.leave();
          switch (failure) {
            case TOO_LARGE -> tools.refuse(request, Refusals.tooLarge(bytesMax));
            case TOO_SLOW -> tools.refuse(request, Refusals.TOO_SLOW);
            case NO_ROOM -> tools.refuse(request, Refusals.NO_ROOM);
            case CLIENT_LEFT -> {
              // There is nobody to be told.
            }
          }
        });
  }

  private EqualTimers bodyTimers(Duration length) {
    if (!bodyTimers.length().equals(length)) {
      // Those that run already keep their length.
      bodyTimers = new EqualTimers(tools.vertx(), length);
    }
    return bodyTimers;
  }

  private @Nullable ErrorReply checkRoom(HttpServerRequest request, Limits now) {
    LedgerException ailing = tools.now().ledger().refusal();
    if (ailing != null) {
      LedgerRefusal refusal = LedgerRefusal.of(ailing);
      LoopTools.retryAfter(request, refusal.retryAfterMs());
      return ErrorReply.closing(503, refusal.code(), refusal.message());
    }
    return tools.now().metrics().active() >= now.concurrentRequestsMax()
        ? Refusals.OVERLOADED
        : null;
  }

  /**
   * Whatever the answer is, its head says how the caller's limits stand; and one that begins while
   * the gateway drains is the last on its connection.
   */
  private void finishHead(
      HttpServerRequest request,
      RunningRequests.Ticket ticket,
      ClientDialect dialect,
      LimitPath path) {
    HttpServerResponse response = request.response();
    response.headersEndHandler(ignored -> {
      if (bounds.rates().book().isLimited(path)) {
        LimitHeaders.write(
            response.headers(),
            dialect,
            bounds.rates().book().standings(path, LimitClock.nowMs()),
            tools.now().clock().instant());
      }
      if (tools.now().running().isDraining()) {
        response.putHeader(HttpHeaders.CONNECTION, "close");
        ticket.onLeave(() -> request.connection().close());
      }
    });
  }

  private Limits limits() {
    return tools.snapshot().get().config().limits();
  }

  private @Nullable ErrorReply checkHeaders(
      HttpServerRequest request, @Nullable String length, int bytesMax) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return Refusals.ENCODED;
    }
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.regionMatches(true, 0, JSON, 0, JSON.length())) {
      return Refusals.notJson(type);
    }
    if (length == null) {
      return null;
    }
    // Netty has checked that it is a number; a longer one than fits an int is too large anyway.
    if (length.length() > 10 || Long.parseLong(length.strip()) > bytesMax) {
      return Refusals.tooLarge(bytesMax);
    }
    return bounds.held().hasRoomFor(Long.parseLong(length.strip()), HeldBytes.Use.BODY)
        ? null
        : Refusals.NO_ROOM;
  }

  private void admitted(
      RunningRequests.Ticket ticket,
      ClientRequest client,
      Caller caller,
      RequestHead head,
      GatheredBytes body) {
    if (client.http().response().closed()) {
      // Since its body came; nobody would say so from now on.
      ticket.leave();
      return;
    }
    try {
      ErrorReply refusal = onlyOnce(ticket, client, caller, head, body);
      if (refusal != null) {
        ticket.leave();
        tools.refuse(client.http(), refusal);
      }
    } catch (RuntimeException | Error fault) {
      // An exchange that has begun deals with its own faults.
      ticket.leave();
      tools.refuseFaulty(client.http(), fault);
    }
  }

  /** Gives an answer again that was given before, begins the exchange, or says why not. */
  private @Nullable ErrorReply onlyOnce(
      RunningRequests.Ticket ticket,
      ClientRequest client,
      Caller caller,
      RequestHead head,
      GatheredBytes body) {
    String value = client.http().getHeader(IDEMPOTENCY_KEY);
    if (value == null || limits().idempotency().bytesMax() == 0) {
      return decide(ticket, client, caller, head, body);
    }
    if (value.isEmpty() || value.length() > IDEMPOTENCY_KEY_CHARS_MAX) {
      return Refusals.IDEMPOTENCY_KEY;
    }
    IdempotentAnswers.Scope scope =
        new IdempotentAnswers.Scope(caller.id(), String.valueOf(client.http().path()), value);
    switch (bounds
        .answers()
        .begin(scope, body.array(), body.offset(), body.length(), client.held())) {
      case IdempotentAnswers.Verdict.First(AnswerRecording recording) -> {
        ticket.onLeave(recording::free);
        ClientRequest recorded =
            new ClientRequest(client.http(), client.held(), recording, client.dialect());
        return decide(ticket, recorded, caller, head, body);
      }
      case IdempotentAnswers.Verdict.Again(KeptAnswer answer) -> {
        tools.now().metrics().idempotent("replayed");
        answer.send(client.http().response()).onComplete(ignored -> ticket.leave());
        return null;
      }
      case IdempotentAnswers.Verdict.Running _ -> {
        tools.now().metrics().idempotent("running");
        return Refusals.STILL_RUNNING;
      }
      case IdempotentAnswers.Verdict.Reused _ -> {
        tools.now().metrics().idempotent("reused");
        return Refusals.KEY_REUSED;
      }
    }
  }

  /** Begins the exchange, or says why not. */
  private @Nullable ErrorReply decide(
      RunningRequests.Ticket ticket,
      ClientRequest client,
      Caller caller,
      RequestHead head,
      GatheredBytes body) {
    ClientCall call;
    try {
      call = client.dialect().read(head, body.array(), body.offset(), body.length());
      if (call instanceof ResponsesRequest request) {
        call = bounds.responses().continued(caller.id(), request);
      }
    } catch (MalformedRequest e) {
      return Refusals.malformed(e);
    }
    RequestTerms terms;
    try {
      terms = RequestTerms.read(client.http().headers(), caller);
    } catch (IllegalArgumentException e) {
      return Refusals.terms(e);
    }
    if (!terms.tags().isEmpty()) {
      finishHead(client.http(), ticket, client.dialect(), bounds.rates().of(caller, terms.tags()));
    }
    Order order = new Order(tools, ticket, client, caller, call, body, terms);
    turnstile.pass(
        bounds.rates().of(caller, terms.tags()),
        RateLimits.tokens(call.profile()),
        caller.id(),
        client.http().response(),
        order);
    return null;
  }
}
