package io.tollgate.bench.provider;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.InstantSource;
import java.util.LinkedHashMap;
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
  private final InstantSource clock;
  private final Breakage breakage;
  private final Map<String, SimulatedModel> models = new LinkedHashMap<>();
  private long served;

  LifelikeService(
      Vertx vertx,
      ProviderProfile profile,
      Connections connections,
      BillLog log,
      InstantSource clock,
      Breakage breakage) {
    this.vertx = vertx;
    this.profile = profile;
    this.connections = connections;
    this.log = log;
    this.clock = clock;
    this.breakage = breakage;
    profile.models().forEach(model -> models.put(model.name(), model));
  }

  @Override
  public void handle(HttpServerRequest request) {
    connections.carries(request);
    request.response().putHeader("x-request-id", profile.name() + "-" + ++served);
    if (HttpMethod.GET.equals(request.method()) && "/v1/models".equals(request.path())) {
      listModels(request);
    } else if (HttpMethod.POST.equals(request.method())
        && "/v1/chat/completions".equals(request.path())) {
      // A request that does not arrive in full is none.
      request.body().onSuccess(body -> chat(request, body));
    } else {
      String message = "Unknown request: %s %s".formatted(request.method(), request.path());
      error(
          request.response(),
          404,
          ErrorJson.of(message, "invalid_request_error", null, "unknown_url"));
    }
  }

  private void listModels(HttpServerRequest request) {
    if (!authorized(request)) {
      error(request.response(), 401, unauthorized());
      return;
    }
    request.response().putHeader("content-type", "application/json").end(ModelsJson.of(profile));
  }

  private void chat(HttpServerRequest request, Buffer body) {
    @Nullable String clientRequestId = request.getHeader(CLIENT_REQUEST_ID);
    if (!authorized(request)) {
      long number = log.arrived(clientRequestId, "", false);
      refuse(number, request, 401, unauthorized());
      return;
    }
    ChatRequest chat;
    try {
      chat = ChatRequest.parse(body.getBytes());
    } catch (IllegalArgumentException e) {
      refuse(log.arrived(clientRequestId, "", false), request, 400, invalid(e));
      return;
    }
    long number = log.arrived(clientRequestId, chat.model(), chat.stream());
    SimulatedModel model = models.get(chat.model());
    if (model == null) {
      String message = "The model `%s` does not exist.".formatted(chat.model());
      refuse(
          number,
          request,
          404,
          ErrorJson.of(message, "invalid_request_error", "model", "model_not_found"));
      return;
    }
    try {
      Directives directives =
          Directives.in(chat.lastUserText(), profile.name(), model.name())
              .overruledBy(breakage.fault());
      answer(number, request, chat, model, directives);
    } catch (IllegalArgumentException e) {
      refuse(number, request, 400, invalid(e));
    }
  }

  private void answer(
      long number,
      HttpServerRequest request,
      ChatRequest chat,
      SimulatedModel model,
      Directives directives) {
    Answer answer = Composer.compose(profile.seed(), model, chat, directives);
    Exchange exchange =
        new Exchange(vertx, connections, log, number, request, chat, model, answer, directives);
    switch (directives.fault()) {
      case Fault.NoAnswer noAnswer -> exchange.withoutAnswer(noAnswer);
      case Fault.Status status -> exchange.withStatus(status, clock.instant());
      case Fault.Redirect redirect -> exchange.withRedirect(redirect);
      case null, default -> {
        long createdSeconds = clock.instant().getEpochSecond();
        if (chat.stream()) {
          StreamedAnswer.send(exchange, createdSeconds);
        } else {
          PlainAnswer.send(exchange, createdSeconds);
        }
      }
    }
  }

  private boolean authorized(HttpServerRequest request) {
    return ("Bearer " + profile.key()).equals(request.getHeader("authorization"));
  }

  private static String unauthorized() {
    return ErrorJson.of(
        "Incorrect API key provided.", "invalid_request_error", null, "invalid_api_key");
  }

  private static String invalid(IllegalArgumentException e) {
    return ErrorJson.of(String.valueOf(e.getMessage()), "invalid_request_error", null, null);
  }

  private void refuse(long number, HttpServerRequest request, int status, String json) {
    log.ended(number, status, Ending.REFUSED, SimulatedUsage.NONE, FREE, false, null);
    error(request.response(), status, json);
  }

  private static void error(HttpServerResponse response, int status, String json) {
    response.setStatusCode(status).putHeader("content-type", "application/json").end(json);
  }
}
