package io.tollgate.bench.provider;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers requests at the pace of the models, and enters each in the bill. */
final class LifelikeService implements Handler<HttpServerRequest> {

  /** The header by which a gateway names its attempt. */
  private static final String CLIENT_REQUEST_ID = "x-client-request-id";

  private static final TokenPrices FREE = new TokenPrices(0, 0, 0);

  private final Vertx vertx;
  private final ProviderProfile profile;
  private final Connections connections;
  private final BillLog log;
  private final ReceivedLog received;
  private final InstantSource clock;
  private final Breakage breakage;
  private final Dialects dialects;
  private final Map<String, SimulatedModel> models = new LinkedHashMap<>();
  private long served;

  LifelikeService(
      Vertx vertx,
      ProviderProfile profile,
      Connections connections,
      BillLog log,
      ReceivedLog received,
      InstantSource clock,
      Breakage breakage) {
    this.vertx = vertx;
    this.profile = profile;
    this.connections = connections;
    this.log = log;
    this.received = received;
    this.clock = clock;
    this.breakage = breakage;
    this.dialects = new Dialects(profile);
    profile.models().forEach(model -> models.put(model.name(), model));
  }

  @Override
  public void handle(HttpServerRequest request) {
    connections.carries(request);
    String number = profile.name() + "-" + ++served;
    request.response().putHeader("x-request-id", number).putHeader("request-id", number);
    if (HttpMethod.POST.equals(request.method())) {
      // A request that does not arrive in full is none.
      request.body().onSuccess(body -> posted(request, Call.of(request, body)));
    } else {
      Call call = Call.of(request, Buffer.buffer());
      receive(Dialect.NONE, request, call);
      look(request, call);
    }
  }

  private void receive(Dialect dialect, HttpServerRequest request, Call call) {
    List<Map.Entry<String, String>> headers =
        call.headers().entries().stream()
            .map(header -> Map.entry(header.getKey(), header.getValue()))
            .toList();
    received.add(new Received(dialect, call.method(), request.uri(), headers, call.body()));
  }

  private void look(HttpServerRequest request, Call call) {
    Listing listing = dialects.listing(call);
    if (listing == null) {
      unknown(request);
    } else if (listing.refusal() != null) {
      refuseUnbilled(request, listing.service(), listing.refusal());
    } else {
      request.response().putHeader("content-type", "application/json").end(listing.json());
    }
  }

  private void unknown(HttpServerRequest request) {
    String message = "Unknown request: %s %s".formatted(request.method(), request.path());
    request
        .response()
        .setStatusCode(404)
        .putHeader("content-type", "application/json")
        .end(OpenAiErrors.of(message, "invalid_request_error", null, "unknown_url"));
  }

  private void posted(HttpServerRequest request, Call call) {
    DialectService service = dialects.of(call);
    receive(service == null ? Dialect.NONE : service.dialect(), request, call);
    if (service == null) {
      unknown(request);
      return;
    }
    @Nullable String clientRequestId = request.getHeader(CLIENT_REQUEST_ID);
    Asked asked;
    try {
      service.authorize(call, profile.key());
      asked = service.read(call);
    } catch (Refusal refusal) {
      long number = log.arrived(service.dialect(), clientRequestId, "", false);
      refuse(number, request, service, refusal);
      return;
    }
    Turn turn = asked.turn();
    long number = log.arrived(service.dialect(), clientRequestId, turn.model(), turn.stream());
    SimulatedModel model = models.get(turn.model());
    if (model == null) {
      String message = "The model `%s` does not exist.".formatted(turn.model());
      refuse(number, request, service, Refusal.of(404, message));
      return;
    }
    try {
      Directives directives = directives(turn, model).overruledBy(breakage.fault());
      answer(number, request, service, asked, model, directives);
    } catch (IllegalArgumentException e) {
      refuse(number, request, service, Refusal.invalid(String.valueOf(e.getMessage())));
    }
  }

  /** What the prompter says goes last, so that it overrules what a prompt says. */
  private Directives directives(Turn turn, SimulatedModel model) {
    String prompt = turn.prompt().lastUserText();
    String told = profile.prompter().directives(model.name(), prompt);
    return Directives.in(prompt + told, profile.name(), model.name());
  }

  private void answer(
      long number,
      HttpServerRequest request,
      DialectService service,
      Asked asked,
      SimulatedModel model,
      Directives directives) {
    Answer answer = Composer.compose(profile.seed(), model, asked.turn(), directives);
    Exchange exchange =
        new Exchange(
            vertx, connections, log, number, request, service, asked, model, answer, directives);
    switch (directives.fault()) {
      case Fault.NoAnswer noAnswer -> exchange.withoutAnswer(noAnswer);
      case Fault.Status status -> exchange.withStatus(status, clock.instant());
      case Fault.Redirect redirect -> exchange.withRedirect(redirect);
      case null, default -> {
        long createdSeconds = clock.instant().getEpochSecond();
        if (asked.turn().stream()) {
          StreamedAnswer.send(exchange, createdSeconds);
        } else {
          PlainAnswer.send(exchange, createdSeconds);
        }
      }
    }
  }

  private void refuse(
      long number, HttpServerRequest request, DialectService service, Refusal refusal) {
    log.ended(number, refusal.status, Ending.REFUSED, SimulatedUsage.NONE, FREE, false, null);
    refuseUnbilled(request, service, refusal);
  }

  private void refuseUnbilled(HttpServerRequest request, DialectService service, Refusal refusal) {
    Refusals.write(
        request.response(),
        service,
        refusal,
        clock.instant(),
        body -> request.response().end(body));
  }
}
