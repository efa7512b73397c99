package io.tollgate.gateway.http;

import io.tollgate.adapters.openai.chat.ChatRequest;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.gateway.config.GatewayConfig.Limits;
import io.tollgate.gateway.config.LiveConfiguration;
import io.tollgate.gateway.config.RoutingState;
import io.tollgate.gateway.exchange.BareFault;
import io.tollgate.gateway.exchange.ClientRequest;
import io.tollgate.gateway.exchange.Exchange;
import io.tollgate.gateway.exchange.ExchangeServices;
import io.tollgate.gateway.exchange.GatheredBytes;
import io.tollgate.gateway.exchange.HeldBytes;
import io.tollgate.gateway.exchange.RunningRequests;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From an authenticated chat request to its exchange: concurrency, headers, body, profile and
 * decision, the cheapest first. What is refused here has cost nothing and has been sent nowhere.
 */
final class ChatAdmission {

  private static final Logger LOG = LoggerFactory.getLogger(ChatAdmission.class);

  private static final CharSequence IDEMPOTENCY_KEY =
      HttpHeaders.createOptimized("idempotency-key");
  private static final int IDEMPOTENCY_KEY_CHARS_MAX = 255;

  private final Vertx vertx;
  private final ExchangeServices services;
  private final LiveConfiguration live;
  private final Supplier<Limits> limits;
  private final SharedBounds bounds;
  private final BiConsumer<HttpServerRequest, ErrorReply> refuse;

  /**
   * The admission of one event loop.
   *
   * @param limits asked for each request
   * @param bounds what it shares with those of other loops
   * @param refuse answers with a refusal
   */
  ChatAdmission(
      Vertx vertx,
      ExchangeServices services,
      LiveConfiguration live,
      Supplier<Limits> limits,
      SharedBounds bounds,
      BiConsumer<HttpServerRequest, ErrorReply> refuse) {
    this.vertx = vertx;
    this.services = services;
    this.live = live;
    this.limits = limits;
    this.bounds = bounds;
    this.refuse = refuse;
  }

  /** Begins the exchange when the body has come, or refuses the request. */
  void admit(HttpServerRequest request, VirtualKey key) {
    Limits now = limits.get();
    ErrorReply unfit =
        services.metrics().active() >= now.concurrentRequestsMax()
            ? Refusals.OVERLOADED
            : checkHeaders(request, now);
    if (unfit != null) {
      refuse.accept(request, unfit);
      return;
    }
    RunningRequests.Ticket ticket = services.running().enter();
    HeldBytes.Share share = bounds.held().share();
    ticket.onLeave(share::close);
    ticket.onStop(() -> request.connection().close());
    BodyReader.read(
        vertx,
        request,
        now.bodyBytesMax(),
        now.times().bodyRead(),
        share,
        body -> admitted(ticket, new ClientRequest(request, share), key, body),
        failure -> {
          ticket.leave();
          switch (failure) {
            case TOO_LARGE -> refuse.accept(request, Refusals.tooLarge(now.bodyBytesMax()));
            case TOO_SLOW -> refuse.accept(request, Refusals.TOO_SLOW);
            case NO_ROOM -> refuse.accept(request, Refusals.NO_ROOM);
            case CLIENT_LEFT -> {
              // There is nobody to be told.
            }
          }
        });
  }

  private @Nullable ErrorReply checkHeaders(HttpServerRequest request, Limits now) {
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
    if (length.length() > 10 || Long.parseLong(length.strip()) > now.bodyBytesMax()) {
      return Refusals.tooLarge(now.bodyBytesMax());
    }
    return bounds.held().hasRoomFor(Long.parseLong(length.strip()), HeldBytes.Use.BODY)
        ? null
        : Refusals.NO_ROOM;
  }

  private void admitted(
      RunningRequests.Ticket ticket, ClientRequest client, VirtualKey key, GatheredBytes body) {
    try {
      ErrorReply refusal = onlyOnce(ticket, client, key, body);
      if (refusal != null) {
        ticket.leave();
        refuse.accept(client.http(), refusal);
      }
    } catch (RuntimeException | Error fault) {
      // An exchange that has begun deals with its own faults.
      ticket.leave();
      LOG.error("a fault of the gateway ended a request", new BareFault(fault));
      refuse.accept(client.http(), Refusals.FAULT);
    }
  }

  /** Gives an answer again that was given before, begins the exchange, or says why not. */
  private @Nullable ErrorReply onlyOnce(
      RunningRequests.Ticket ticket, ClientRequest client, VirtualKey key, GatheredBytes body) {
    String value = client.http().getHeader(IDEMPOTENCY_KEY);
    if (value == null || limits.get().idempotency().bytesMax() == 0) {
      return decide(ticket, client, key, body);
    }
    if (value.isEmpty() || value.length() > IDEMPOTENCY_KEY_CHARS_MAX) {
      return Refusals.IDEMPOTENCY_KEY;
    }
    IdempotentAnswers.Scope scope =
        new IdempotentAnswers.Scope(key.id(), String.valueOf(client.http().path()), value);
    switch (bounds
        .answers()
        .begin(scope, body.array(), body.offset(), body.length(), client.held())) {
      case IdempotentAnswers.Verdict.First(AnswerRecording recording) -> {
        ticket.onLeave(() -> {
          recording.free();
          client.held().close();
        });
        ClientRequest recorded = new ClientRequest(client.http(), client.held(), recording);
        return decide(ticket, recorded, key, body);
      }
      case IdempotentAnswers.Verdict.Again(KeptAnswer answer) -> {
        services.metrics().idempotent("replayed");
        answer.send(client.http().response()).onComplete(ignored -> ticket.leave());
        return null;
      }
      case IdempotentAnswers.Verdict.Running _ -> {
        services.metrics().idempotent("running");
        return Refusals.STILL_RUNNING;
      }
      case IdempotentAnswers.Verdict.Reused _ -> {
        services.metrics().idempotent("reused");
        return Refusals.KEY_REUSED;
      }
    }
  }

  /** Begins the exchange, or says why not. */
  private @Nullable ErrorReply decide(
      RunningRequests.Ticket ticket, ClientRequest client, VirtualKey key, GatheredBytes body) {
    ChatRequest chat;
    try {
      chat = ChatRequest.read(body.array(), body.offset(), body.length());
    } catch (MalformedRequest e) {
      return new ErrorReply(e.status(), e.code(), e.param(), e.message(), false);
    }
    RoutingState routing = live.routing();
    switch (routing
        .router()
        .decide(chat.profile(), services.outlook(), services.clock().instant())) {
      case Decision decision -> {
        new Exchange(services, ticket, client, key, chat, decision, routing.prices()).begin();
        return null;
      }
      case Refusal refusal -> {
        return Refusals.of(refusal);
      }
    }
  }
}
