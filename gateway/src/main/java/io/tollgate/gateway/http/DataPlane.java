package io.tollgate.gateway.http;

import io.netty.util.NetUtil;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.openai.responses.ResponsesTurn;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.config.GatewayConfig.Limits;
import io.tollgate.gateway.config.LiveConfiguration;
import io.tollgate.gateway.config.Snapshot;
import io.tollgate.gateway.exchange.BareFault;
import io.tollgate.gateway.exchange.ExchangeServices;
import io.tollgate.gateway.exchange.ExchangeServices.AnswerLimits;
import io.tollgate.gateway.keys.Caller;
import io.tollgate.gateway.keys.PresentedKey;
import io.tollgate.gateway.upstream.Provider;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener that applications talk to, one instance per event loop on one shared port.
 *
 * <p>Admission goes from cheap to dear: path, key, headers, body, profile, rate limits, decision,
 * budgets. What is refused here has cost nothing and has been sent nowhere.
 */
public final class DataPlane extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(DataPlane.class);

  /** How long connections may take to close once no request runs. */
  private static final long CLOSE_MILLIS_MAX = 1_000;

  private static final int SEND_BUFFER_BYTES = 32 << 10;

  /** As much as one read brings: a part of a body is passed on as it was read. */
  private static final int READ_BYTES = 64 << 10;

  private final LiveConfiguration live;
  private final SharedBounds bounds;
  private final ServicesOfLoop servicesOfLoop;
  private final int port;

  /** What this loop goes by: swapped together with the services, between two requests. */
  private Snapshot snapshot;

  private ExchangeServices services;
  private ClientConnections connections;
  private Admission admission;
  private HttpServer server;

  /** Makes what the exchanges of an event loop work with; called once, on that loop. */
  @FunctionalInterface
  public interface ServicesOfLoop {
    /**
     * The services for calls to these providers within these bounds.
     *
     * @param present what is in their place later, once the configuration has changed
     */
    ExchangeServices make(
        List<Provider> providers, AnswerLimits limits, Supplier<ExchangeServices> present);
  }

  /**
   * A listener that is not yet listening.
   *
   * @param port the port; negative for a free one that all instances share
   * @param bounds what it shares with the other instances
   */
  @SuppressWarnings("NullAway.Init") // start() runs before anything else
  public DataPlane(
      LiveConfiguration live, int port, SharedBounds bounds, ServicesOfLoop servicesOfLoop) {
    this.live = live;
    this.port = port;
    this.bounds = bounds;
    this.servicesOfLoop = servicesOfLoop;
  }

  @Override
  public Future<?> start() {
    snapshot = live.current();
    GatewayConfig config = snapshot.config();
    services = servicesOfLoop.make(config.providers(), answerLimits(config), () -> services);
    live.onChange(() -> context.runOnContext(ignored -> takeIn(live.current())));
    HttpServerOptions options =
        new HttpServerOptions()
            .setTcpNoDelay(true)
            .setCompressionSupported(false)
            .setDecompressionSupported(false)
            // A clear-text upgrade to HTTP/2 would be a second path for bodies, streams and aborts.
            .setHttp2ClearTextEnabled(false)
            // Nothing here is a web socket: no handler for their extensions in each pipeline.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setHandle100ContinueAutomatically(true)
            .setMaxInitialLineLength(config.limits().requestLineBytesMax())
            .setMaxHeaderSize(config.limits().headerBytesMax())
            .setMaxChunkSize(READ_BYTES)
            .setAcceptBacklog(1024)
            .setTcpKeepAlive(true)
            // Otherwise up to 16 writes more, however large, are queued before a client counts as
            // slow. Everything here is written on the connection's own loop anyway.
            .setStrictThreadMode(true)
            // The kernel's part of what waits for a client that does not read.
            .setSendBufferSize(SEND_BUFFER_BYTES);
    connections =
        new ClientConnections(
            vertx,
            () -> limits().times(),
            new HttpServerConfig(options).getHttp1Config(),
            bounds.connections(),
            services.metrics());
    admission =
        new Admission(new LoopTools(vertx, () -> services, () -> snapshot, bounds, this::refuse));
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(this::connected)
            .invalidRequestHandler(this::invalid)
            .requestHandler(this::handle);
    return server.listen(port, config.listen().dataHost());
  }

  /** Requests from now on go by the new snapshot; those that run keep the old one. */
  private void takeIn(Snapshot next) {
    GatewayConfig config = next.config();
    if (!config.equals(snapshot.config())) {
      services =
          services.with(services.upstreams().replacedBy(config.providers()), answerLimits(config));
    }
    snapshot = next;
  }

  private static AnswerLimits answerLimits(GatewayConfig config) {
    return new AnswerLimits(
        config.limits().answerBytesMax(), config.limits().eventBytesMax(), config.resendLost());
  }

  private Limits limits() {
    return snapshot.config().limits();
  }

  /** The port it listens on. */
  public int actualPort() {
    return server.actualPort();
  }

  /**
   * Admits nothing more, lets what runs end within the grace, ends the rest, closes. Connections
   * are left open until then, because Vert.x would cut off what a slow client has yet to read, and
   * because a client may be about to send: it gets an answer that closes the connection.
   *
   * @param farewell how long clients that are still connected when nothing runs may take to leave
   */
  public Future<Void> drain(Duration farewell) {
    Promise<Void> drained = Promise.promise();
    context.runOnContext(ignored -> {
      long millis = farewell.toMillis();
      Future<Void> left = services.running().drain(vertx, snapshot.config().drain());
      admission.stopWaiting();
      left.compose(none -> millis == 0 ? none() : awaitNobody(millis)).onComplete(drained);
    });
    return drained
        .future()
        .eventually(() -> server.shutdown(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS));
  }

  private static Future<Void> none() {
    return Future.succeededFuture();
  }

  private Future<Void> awaitNobody(long millis) {
    Promise<Void> over = Promise.promise();
    long timer = vertx.setTimer(millis, ignored -> over.tryComplete());
    connections.noneOpen().onComplete(ignored -> over.tryComplete());
    return over.future().onComplete(ignored -> vertx.cancelTimer(timer));
  }

  private void connected(HttpConnection connection) {
    // Clients come and go as they like; the exchange that loses one says so itself.
    connection.exceptionHandler(ignored -> {});
    connections.opened(connection);
  }

  private void invalid(HttpServerRequest request) {
    if (begin(request) != null) {
      refuse(request, Refusals.invalid(request.decoderResult().cause()));
    }
  }

  /** Notes that a request has come; {@code null} if it came behind one that was refused. */
  private @Nullable ClientConnection begin(HttpServerRequest request) {
    ClientConnection connection = connections.of(request.connection());
    if (connection == null || connection.isRefused()) {
      return null;
    }
    connection.asked();
    request.response().endHandler(ignored -> connection.answered(System.nanoTime()));
    return connection;
  }

  private void handle(HttpServerRequest request) {
    try {
      ClientConnection connection = begin(request);
      if (connection != null) {
        route(request, connection);
      }
    } catch (RuntimeException | Error fault) {
      refuseFaulty(request, fault);
    }
  }

  private void route(HttpServerRequest request, ClientConnection connection) {
    String path = request.path();
    if (services.running().isDraining()) {
      refuse(request, Refusals.STOPPING);
    } else if (!hasOneHost(request)) {
      refuse(request, Refusals.HOST);
    } else {
      serve(request, connection, Routes.of(request.method(), path, request.headers()));
    }
  }

  private void serve(HttpServerRequest request, ClientConnection connection, Route route) {
    switch (route) {
      case Route.Talk talk -> {
        Caller caller = authenticate(request, connection);
        if (caller != null && talk.pathStreams() && !RequestHeads.asksForEvents(request)) {
          refuse(request, Refusals.NO_EVENTS);
        } else if (caller != null) {
          RequestHead head =
              RequestHeads.of(request, talk.dialect(), talk.pathModel(), talk.pathStreams());
          admission.admit(request, connection, caller, talk.dialect(), head);
        }
      }
      case Route.CountTokens count -> {
        if (authenticate(request, connection) != null) {
          RequestHead head = RequestHeads.of(request, count.dialect(), count.pathModel(), false);
          admission.count(request, connection, count.dialect(), head);
        }
      }
      case Route.Feedback feedback -> {
        Caller caller = authenticate(request, connection);
        if (caller != null) {
          admission.hear(request, connection, caller, feedback.dialect());
        }
      }
      case Route.Outcome outcome -> {
        Caller caller = authenticate(request, connection);
        if (caller != null) {
          admission.note(request, connection, caller, outcome.dialect());
        }
      }
      case Route.Stored stored -> {
        Caller caller = authenticate(request, connection);
        if (caller != null) {
          stored(request, caller, stored);
        }
      }
      case Route.Models(ClientDialect dialect, String name) ->
          models(request, connection, dialect, name);
      case Route.Root _ -> sendJson(request, Routes.GREETING);
      case Route.NotAllowed(ClientDialect _, String allowed) ->
          refuse(request, notAllowed(request, allowed));
      case Route.Nothing(ClientDialect _, String advice) ->
          refuse(request, ErrorReply.of(404, "unknown_path", advice));
    }
  }

  /** Nothing here depends on the host, but what stands before the gateway may have its own idea. */
  private static boolean hasOneHost(HttpServerRequest request) {
    int hosts = request.headers().getAll(HttpHeaders.HOST).size();
    return hosts == 1 || (hosts == 0 && request.version() == HttpVersion.HTTP_1_0);
  }

  private static ErrorReply notAllowed(HttpServerRequest request, String allowed) {
    request.response().putHeader(HttpHeaders.ALLOW, allowed);
    return ErrorReply.of(405, "method_not_allowed", "This path takes " + allowed + " only.");
  }

  /** Who makes a request, or {@code null}, and then it has been refused. */
  private @Nullable Caller authenticate(HttpServerRequest request, ClientConnection connection) {
    List<PresentedKey> keys = connection.credentials().keys(request);
    for (PresentedKey key : keys) {
      Caller caller = live.current().directory().authenticate(key, services.clock().instant());
      if (caller != null) {
        ErrorReply refusal = notGranted(request, caller);
        if (refusal != null) {
          refuse(request, refusal);
        }
        return refusal == null ? caller : null;
      }
    }
    refuse(
        request,
        keys.isEmpty() && Credentials.isInQuery(request.query())
            ? Refusals.KEY_IN_ADDRESS
            : Refusals.UNAUTHENTICATED);
    return null;
  }

  private static @Nullable ErrorReply notGranted(HttpServerRequest request, Caller caller) {
    if (caller.grants().isEmpty()) {
      return null;
    }
    if (!caller.mayCall(String.valueOf(request.path()))) {
      return Refusals.ROUTE;
    }
    SocketAddress address = request.remoteAddress();
    byte[] bytes =
        address == null ? null : NetUtil.createByteArrayFromIpAddressString(address.hostAddress());
    return caller.mayComeFrom(bytes == null ? new byte[0] : bytes) ? null : Refusals.NETWORK;
  }

  private void stored(HttpServerRequest request, Caller caller, Route.Stored route) {
    ResponsesTurn turn = bounds.responses().find(caller.id(), route.id());
    if (turn == null) {
      refuse(request, Refusals.unknownResponse());
    } else if (route.forget()) {
      bounds.responses().forget(caller.id(), route.id());
      sendJson(request, turn.deletion());
    } else {
      sendJson(request, JsonDocument.write(turn.document()));
    }
  }

  private void models(
      HttpServerRequest request,
      ClientConnection connection,
      ClientDialect dialect,
      @Nullable String name) {
    Caller caller = authenticate(request, connection);
    if (caller == null) {
      return;
    }
    byte[] json = ModelsPath.json(dialect, name, snapshot.routing(), caller);
    if (json != null) {
      sendJson(request, json);
    } else {
      refuse(request, Refusals.unknownModel(name == null ? "" : name));
    }
  }

  private static void sendJson(HttpServerRequest request, byte[] body) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Buffer.buffer(body));
  }

  private void refuse(HttpServerRequest request, ErrorReply reply) {
    services.metrics().refused(reply.code());
    ClientConnection connection = connections.of(request.connection());
    if (reply.closes() && connection != null) {
      connection.refused();
    }
    ClientDialect dialect = Routes.dialect(request.path(), request.headers());
    reply.send(vertx, request, dialect, services.ids().next(services.clock().millis()));
  }

  private void refuseFaulty(HttpServerRequest request, Throwable fault) {
    LOG.error("a fault of the gateway ended a request", new BareFault(fault));
    refuse(request, Refusals.FAULT);
  }
}
