package io.tollgate.gateway.http;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.anthropic.AnthropicRequest;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.openai.responses.ResponsesRequest;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.gateway.budget.BudgetReading;
import io.tollgate.gateway.config.GatewayConfig.Limits;
import io.tollgate.gateway.config.RoutingState;
import io.tollgate.gateway.config.Snapshot;
import io.tollgate.gateway.exchange.BareFault;
import io.tollgate.gateway.exchange.Beginning;
import io.tollgate.gateway.exchange.ClientRequest;
import io.tollgate.gateway.exchange.Exchange;
import io.tollgate.gateway.exchange.ExchangeServices;
import io.tollgate.gateway.exchange.GatheredBytes;
import io.tollgate.gateway.exchange.HeldBytes;
import io.tollgate.gateway.exchange.LedgerRefusal;
import io.tollgate.gateway.exchange.RunningRequests;
import io.tollgate.gateway.exchange.Spending;
import io.tollgate.gateway.keys.Caller;
import io.tollgate.gateway.ledger.LedgerException;
import io.tollgate.gateway.limit.LimitClock;
import io.tollgate.gateway.limit.LimitPath;
import io.tollgate.gateway.limit.Objection;
import io.tollgate.gateway.limit.Passage;
import io.tollgate.gateway.quality.Feedback;
import io.tollgate.gateway.upstream.Lease;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Guidance;
import io.tollgate.policies.routing.Refusal;
import io.tollgate.policies.routing.RequestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From an authenticated request to its exchange: concurrency, headers, body, profile, rate limits,
 * decision and budgets, the cheapest first. What is refused here has cost nothing and has been sent
 * nowhere.
 */
final class Admission {

  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  private static final CharSequence IDEMPOTENCY_KEY =
      HttpHeaders.createOptimized("idempotency-key");
  private static final int IDEMPOTENCY_KEY_CHARS_MAX = 255;

  private static final CharSequence RETRY_AFTER_MS = HttpHeaders.createOptimized("retry-after-ms");

  private final Vertx vertx;
  private final Supplier<ExchangeServices> services;
  private final Supplier<Snapshot> snapshot;
  private final SharedBounds bounds;
  private final BiConsumer<HttpServerRequest, ErrorReply> refuse;
  private final Turnstile turnstile;

  /**
   * The admission of one event loop.
   *
   * @param services asked for each request
   * @param snapshot asked for each request, and what its services go by
   * @param bounds what it shares with those of other loops
   * @param refuse answers with a refusal
   */
  Admission(
      Vertx vertx,
      Supplier<ExchangeServices> services,
      Supplier<Snapshot> snapshot,
      SharedBounds bounds,
      BiConsumer<HttpServerRequest, ErrorReply> refuse) {
    this.vertx = vertx;
    this.services = services;
    this.snapshot = snapshot;
    this.bounds = bounds;
    this.refuse = refuse;
    this.turnstile = new Turnstile(vertx, bounds.rates());
  }

  /** Refuses the requests that wait for a rate limit: the gateway is being stopped. */
  void stopWaiting() {
    turnstile.stop();
  }

  /** Begins the exchange when the body has come, or refuses the request. */
  void admit(HttpServerRequest request, Caller caller, ClientDialect dialect, RequestHead head) {
    receive(
        request,
        dialect,
        bounds.rates().of(caller, List.of()),
        limits().bodyBytesMax(),
        (ticket, client, body) -> admitted(ticket, client, caller, head, body));
  }

  /** Says what a request would come to in tokens, or refuses it. */
  void count(HttpServerRequest request, ClientDialect dialect, RequestHead head) {
    receive(
        request,
        dialect,
        LimitPath.EMPTY,
        limits().bodyBytesMax(),
        answering((client, body) -> TokenCount.answer(client, head, body)));
  }

  /** Takes feedback, or refuses it. */
  void hear(HttpServerRequest request, Caller caller, ClientDialect dialect) {
    receive(
        request,
        dialect,
        LimitPath.EMPTY,
        Math.min(limits().bodyBytesMax(), Feedback.BYTES_MAX),
        answering(
            (client, body) -> FeedbackPath.answer(client, caller.key(), body, bounds.feedback())));
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
          refuse.accept(client.http(), refusal);
        }
      } catch (RuntimeException | Error fault) {
        refuseFaulty(client, fault);
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
      ClientDialect dialect,
      LimitPath path,
      int bytesMax,
      Receiver receiver) {
    Limits now = limits();
    ErrorReply unfit = checkRoom(request, now);
    if (unfit == null) {
      unfit = checkHeaders(request, bytesMax);
    }
    if (unfit != null) {
      refuse.accept(request, unfit);
      return;
    }
    RunningRequests.Ticket ticket = services.get().running().enter();
    HeldBytes.Share share = bounds.held().share();
    ticket.onLeave(share::close);
    ticket.onStop(() -> request.connection().close());
    finishHead(request, ticket, dialect, path);
    BodyReader.read(
        vertx,
        request,
        bytesMax,
        now.times().bodyRead(),
        share,
        body -> receiver.take(ticket, new ClientRequest(request, share, dialect), body),
        failure -> {
          ticket.leave();
          switch (failure) {
            case TOO_LARGE -> refuse.accept(request, Refusals.tooLarge(bytesMax));
            case TOO_SLOW -> refuse.accept(request, Refusals.TOO_SLOW);
            case NO_ROOM -> refuse.accept(request, Refusals.NO_ROOM);
            case CLIENT_LEFT -> {
              // There is nobody to be told.
            }
          }
        });
  }

  private @Nullable ErrorReply checkRoom(HttpServerRequest request, Limits now) {
    LedgerException ailing = services.get().ledger().refusal();
    if (ailing != null) {
      LedgerRefusal refusal = LedgerRefusal.of(ailing);
      retryAfter(request, refusal.retryAfterMs());
      return ErrorReply.closing(503, refusal.code(), refusal.message());
    }
    return services.get().metrics().active() >= now.concurrentRequestsMax()
        ? Refusals.OVERLOADED
        : null;
  }

  private static void retryAfter(HttpServerRequest request, long millis) {
    request
        .response()
        .putHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.ceilDiv(millis, 1_000)));
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
            services.get().clock().instant());
      }
      if (services.get().running().isDraining()) {
        response.putHeader(HttpHeaders.CONNECTION, "close");
        ticket.onLeave(() -> request.connection().close());
      }
    });
  }

  private Limits limits() {
    return snapshot.get().config().limits();
  }

  private @Nullable ErrorReply checkHeaders(HttpServerRequest request, int bytesMax) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return Refusals.ENCODED;
    }
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      return Refusals.notJson(type);
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
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
    try {
      ErrorReply refusal = onlyOnce(ticket, client, caller, head, body);
      if (refusal != null) {
        ticket.leave();
        refuse.accept(client.http(), refusal);
      }
    } catch (RuntimeException | Error fault) {
      // An exchange that has begun deals with its own faults.
      ticket.leave();
      refuseFaulty(client, fault);
    }
  }

  private void refuseFaulty(ClientRequest client, Throwable fault) {
    LOG.error("a fault of the gateway ended a request", new BareFault(fault));
    refuse.accept(client.http(), Refusals.FAULT);
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
        services.get().metrics().idempotent("replayed");
        answer.send(client.http().response()).onComplete(ignored -> ticket.leave());
        return null;
      }
      case IdempotentAnswers.Verdict.Running _ -> {
        services.get().metrics().idempotent("running");
        return Refusals.STILL_RUNNING;
      }
      case IdempotentAnswers.Verdict.Reused _ -> {
        services.get().metrics().idempotent("reused");
        return Refusals.KEY_REUSED;
      }
    }
  }

  /** The same client, whose answer is kept where it may go on from it later. */
  private ClientRequest keeping(
      ClientRequest client, Caller caller, ClientCall call, GatheredBytes body) {
    return call instanceof ResponsesRequest request
            && request.stores()
            && limits().responses().bytesMax() > 0
        ? client.with(
            bounds.responses().keeping(caller.id(), request, body.length(), client.recorder()))
        : client;
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
    Order order = new Order(ticket, client, caller, call, body, terms);
    turnstile.pass(
        bounds.rates().of(caller, terms.tags()),
        RateLimits.tokens(call.profile()),
        caller.id(),
        client.http().response(),
        order);
    return null;
  }

  /** A request that is read, and goes on once its rate limits let it through. */
  private final class Order implements Turnstile.Outcome {
    private final RunningRequests.Ticket ticket;
    private final ClientRequest client;
    private final Caller caller;
    private final ClientCall call;
    private final GatheredBytes body;
    private final RequestTerms terms;

    private Order(
        RunningRequests.Ticket ticket,
        ClientRequest client,
        Caller caller,
        ClientCall call,
        GatheredBytes body,
        RequestTerms terms) {
      this.ticket = ticket;
      this.client = client;
      this.caller = caller;
      this.call = call;
      this.body = body;
      this.terms = terms;
    }

    @Override
    public void passed(Passage passage) {
      // Also where it ends before anything is sent: then it has used no tokens.
      ticket.onLeave(() -> passage.close(LimitClock.nowMs()));
      try {
        ErrorReply refusal = purchase(ticket, client, caller, call, body, terms, passage);
        if (refusal != null) {
          end(refusal);
        }
      } catch (RuntimeException | Error fault) {
        // An exchange that has begun deals with its own faults.
        ticket.leave();
        refuseFaulty(client, fault);
      }
    }

    @Override
    public void refused(Objection objection) {
      end(limited(client.http(), objection));
    }

    @Override
    public void left() {
      ticket.leave();
    }

    @Override
    public void stopped() {
      end(Refusals.STOPPING);
    }

    private void end(ErrorReply refusal) {
      ticket.leave();
      refuse.accept(client.http(), refusal);
    }
  }

  /** Says how long to wait, and why. */
  private ErrorReply limited(HttpServerRequest request, Objection objection) {
    bounds.rates().meters().refused(objection);
    retryAfter(request, objection.waitMs());
    request.response().putHeader(RETRY_AFTER_MS, Long.toString(objection.waitMs()));
    return Refusals.limited(objection);
  }

  /** Decides, holds the money and begins the exchange, or says why not. */
  private @Nullable ErrorReply purchase(
      RunningRequests.Ticket ticket,
      ClientRequest client,
      Caller caller,
      ClientCall call,
      GatheredBytes body,
      RequestTerms terms,
      Passage passage) {
    ExchangeServices now = services.get();
    RoutingState routing = snapshot.get().routing();
    Guidance.Source guidance = bounds.desk().guidance(caller.id(), call::prompt);
    RequestProfile profile = call.profile();
    Instant moment = now.clock().instant();
    BusyDeployments busy =
        new BusyDeployments(bounds.rates().book(), RateLimits.tokens(profile), LimitClock.nowMs());
    Purchase purchase =
        new Purchase(
            bounds.accounts().book(),
            bounds.accounts().of(caller, terms.tags()),
            caller,
            terms.maxCost(),
            moment.toEpochMilli(),
            passage,
            busy);
    switch (purchase.make(
        allowance -> routing.router().decide(profile, now.health(), guidance, allowance, moment))) {
      case Purchase.Result.Held(Decision decision, Spending spending) -> {
        ErrorReply refusal = begin(ticket, client, caller, call, body, decision, spending);
        if (refusal == null) {
          return null;
        }
        spending.end();
        Objection objection = passage.objection();
        return refusal.equals(Refusals.NO_DEPLOYMENT) && objection != null
            ? limited(client.http(), objection)
            : refusal;
      }
      case Purchase.Result.Refused(Refusal refusal, BudgetReading budget) -> {
        Objection objection = busy.soonest();
        if (refusal.code() == Refusal.Code.THROTTLED
            && refusal.retryAfterMs() == 0
            && objection != null) {
          return limited(client.http(), objection);
        }
        if (refusal.retryAfterMs() > 0) {
          retryAfter(client.http(), refusal.retryAfterMs());
        }
        if (budget != null) {
          now.metrics().overBudget(budget.budget().id());
        }
        return Refusals.of(refusal, client.dialect());
      }
    }
  }

  /** Begins the exchange of a request whose money is held, or says why not. */
  private @Nullable ErrorReply begin(
      RunningRequests.Ticket ticket,
      ClientRequest client,
      Caller caller,
      ClientCall call,
      GatheredBytes body,
      Decision decision,
      Spending spending) {
    ExchangeServices now = services.get();
    if (call instanceof AnthropicRequest request
        && request.isThreaded()
        && !MessageThreads.canBeKept(decision, now.upstreams())) {
      return Refusals.of(AnthropicClient.THREAD_REFUSAL);
    }
    Lease upstreams = now.upstreams().lease();
    upstreams.take();
    ticket.onLeave(upstreams::giveBack);
    ClientRequest answered = keeping(client, caller, call, body);
    return switch (Exchange.begin(
        now,
        ticket,
        answered,
        caller.key(),
        call,
        decision,
        snapshot.get().routing().prices(),
        spending)) {
      case Beginning.Begun _ -> null;
      case Beginning.NothingTakes(long shortageMs) -> {
        if (shortageMs == 0) {
          yield Refusals.NO_DEPLOYMENT;
        }
        retryAfter(client.http(), shortageMs);
        yield Refusals.NO_RATE;
      }
      case Beginning.Untranslatable(ClientError error) -> Refusals.of(error);
    };
  }
}
