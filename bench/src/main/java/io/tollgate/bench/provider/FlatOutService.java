package io.tollgate.bench.provider;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;

/** Answers from memory, without delay and without a bill: the far end of a benchmark. */
final class FlatOutService implements Handler<HttpServerRequest> {

  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence EVENTS =
      HttpHeaders.createOptimized("text/event-stream; charset=utf-8");

  private final Vertx vertx;
  private final String authorization;
  private final Map<String, Encoded> answers = new HashMap<>();
  private final Map<String, Buffer> stalling = new HashMap<>();
  private final Buffer models;

  /** A model's answer in its three shapes; a stream is a list of writes. */
  private record Encoded(Buffer plain, List<Buffer> stream, List<Buffer> streamWithUsage) {}

  FlatOutService(Vertx vertx, ProviderProfile profile, Pace.FlatOut pace) {
    this.vertx = vertx;
    this.authorization = "Bearer " + profile.key();
    this.models = Buffer.buffer(ModelsJson.of(profile));
    for (SimulatedModel model : profile.models()) {
      CannedAnswer canned = CannedAnswer.of(profile.seed(), model, pace.eventsPerWrite());
      if (pace.stalling().contains(model.name())) {
        stalling.put(model.name(), canned.beginning());
      } else {
        answers.put(
            model.name(), new Encoded(canned.plain(), canned.writes(false), canned.writes(true)));
      }
    }
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (!authorization.equals(request.getHeader(HttpHeaders.AUTHORIZATION))) {
      request.response().setStatusCode(401).end();
    } else if ("/v1/models".equals(request.path())) {
      request.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(models);
    } else {
      request.body().onSuccess(body -> answer(request.response(), body));
    }
  }

  private void answer(HttpServerResponse response, Buffer body) {
    RequestGlance glance;
    try {
      glance = RequestGlance.at(body.getBytes());
    } catch (JacksonException e) {
      response.setStatusCode(400).end();
      return;
    }
    Encoded encoded = answers.get(glance.model());
    Buffer beginning = stalling.get(glance.model());
    if (beginning != null) {
      // Nothing follows: the client ends it.
      response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, EVENTS).write(beginning);
    } else if (encoded == null) {
      response.setStatusCode(404).end();
    } else if (glance.stream()) {
      response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, EVENTS);
      List<Buffer> writes = glance.includeUsage() ? encoded.streamWithUsage() : encoded.stream();
      write(vertx.getOrCreateContext(), response, writes, 0);
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(encoded.plain());
    }
  }

  private void write(Context context, HttpServerResponse response, List<Buffer> writes, int index) {
    if (response.closed()) {
      return;
    }
    if (index == writes.size() - 1) {
      response.end(writes.get(index));
      return;
    }
    response.write(writes.get(index));
    if (response.writeQueueFull()) {
      response.drainHandler(drained -> {
        response.drainHandler(null);
        write(context, response, writes, index + 1);
      });
    } else {
      // The next turn of the loop: otherwise all writes would leave as one.
      context.runOnContext(turn -> write(context, response, writes, index + 1));
    }
  }
}
