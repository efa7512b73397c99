package io.tollgate.bench.provider;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/**
 * A model provider that is not one: a real HTTP server on 127.0.0.1 which speaks the OpenAI chat
 * dialect ({@code POST /v1/chat/completions}, {@code GET /v1/models}), answers as its {@link
 * ProviderProfile} says, breaks when a prompt tells it to, and keeps a {@link BillLog}.
 *
 * <p>The same prompt always gets the same answer. Safe for use by several threads.
 */
public final class SimulatedProvider {

  private final ProviderProfile profile;
  private final HttpServer server;
  private final Connections connections;
  private final BillLog log;
  private final ReceivedLog received;
  private final Breakage breakage;

  private SimulatedProvider(
      ProviderProfile profile,
      HttpServer server,
      Connections connections,
      BillLog log,
      ReceivedLog received,
      Breakage breakage) {
    this.profile = profile;
    this.server = server;
    this.connections = connections;
    this.log = log;
    this.received = received;
    this.breakage = breakage;
  }

  /**
   * Starts a provider.
   *
   * <p>The future fails when the port is taken or the bill file exists already.
   */
  public static Future<SimulatedProvider> start(Vertx vertx, ProviderProfile profile) {
    return start(vertx, profile, InstantSource.system());
  }

  static Future<SimulatedProvider> start(
      Vertx vertx, ProviderProfile profile, InstantSource clock) {
    BillLog log;
    try {
      log = BillLog.open(profile.name(), clock, profile.billFile());
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
    Connections connections = new Connections(log);
    ReceivedLog received = new ReceivedLog();
    Breakage breakage = new Breakage();
    HttpServerConfig config =
        new HttpServerConfig()
            .setTcpHost("127.0.0.1")
            .setTcpPort(profile.port())
            .setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);
    HttpServer server = vertx.createHttpServer(config);
    server.connectionHandler(connections::opened);
    server.requestHandler(
        switch (profile.pace()) {
          case Pace.Lifelike lifelike ->
              new LifelikeService(vertx, profile, connections, log, received, clock, breakage);
          case Pace.FlatOut flatOut -> new FlatOutService(vertx, profile, flatOut);
        });
    return server
        .listen()
        .map(listening ->
            new SimulatedProvider(profile, listening, connections, log, received, breakage));
  }

  /** The provider's name. */
  public String name() {
    return profile.name();
  }

  /** What it was started from. */
  public ProviderProfile profile() {
    return profile;
  }

  /** What it serves. */
  public List<SimulatedModel> models() {
    return profile.models();
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** The base URL for a client, e.g. {@code http://127.0.0.1:40123/v1}. */
  public String baseUrl() {
    return "http://127.0.0.1:" + port() + "/v1";
  }

  /** Where its paths start, e.g. {@code http://127.0.0.1:40123}. */
  public String root() {
    return "http://127.0.0.1:" + port();
  }

  /**
   * The last requests it received, oldest first: 1,000 of them, or as many as hold 32 MiB; none for
   * a provider that works flat out.
   */
  public List<Received> received() {
    return received.all();
  }

  /** What it saw and charged; empty for a provider that works flat out. */
  public BillLog billLog() {
    return log;
  }

  /**
   * Breaks every request from now on in the same way, whatever its prompt says. Those that have
   * begun go on as they began.
   *
   * @throws IllegalStateException for a provider that works flat out, which cannot break
   */
  public void breakAll(Fault fault) {
    if (!(profile.pace() instanceof Pace.Lifelike)) {
      throw new IllegalStateException(name() + " works flat out (expected: lifelike)");
    }
    breakage.set(fault);
  }

  /** Ends what {@link #breakAll} began. */
  public void heal() {
    breakage.set(null);
  }

  /** Stops listening and closes all connections, whatever they carry. */
  public Future<Void> close() {
    connections.closing();
    return server
        .close()
        .transform(closed -> {
          try {
            log.close();
            return closed.succeeded()
                ? Future.succeededFuture()
                : Future.failedFuture(closed.cause());
          } catch (IOException e) {
            return Future.failedFuture(e);
          }
        });
  }
}
