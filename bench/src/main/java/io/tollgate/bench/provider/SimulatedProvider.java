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
 * A model provider that is not one: a real HTTP server on 127.0.0.1 which speaks every {@link
 * Dialect}, chosen by the path of a request, answers as its {@link ProviderProfile} says, breaks
 * when a prompt tells it to, keeps a {@link BillLog}, and remembers what it {@link #received}.
 *
 * <p>It judges those who talk to it: what the real provider refuses, it refuses in the same words,
 * and what it gave out signed it wants back as it was. It shares no code with the gateway.
 *
 * <p>What it is to do is told by directives in the last user message that has a text, or in the
 * name of a model it serves, alike in all dialects:
 *
 * <ul>
 *   <li>{@code [[say:TEXT]]}: answer with exactly this text; {@code [[tokens:N]]}: with N tokens of
 *       any.
 *   <li>{@code [[tool:A,B]]}: call the tools A and B, if the request offers them. Once there are
 *       results, it answers {@code The tool said: RESULT.} in text.
 *   <li>{@code [[think:N]]}: reason for N tokens, unless the request turns that off.
 *   <li>{@code [[refuse:TEXT]]}: refuse; {@code [[filter:prompt]]}, {@code [[filter:answer]]}: let
 *       a filter stop the one or the other.
 *   <li>{@code [[cite:A,B]]}: cite sources of these titles.
 *   <li>{@code [[cache:read=N,write=N,write1h=N]]}: say that the prompt cache did so, and charge
 *       for it.
 *   <li>{@code [[fault:KIND=ARGUMENT]]}: break as {@link Fault} says; {@code [[fault@NAME:...]]}
 *       only at that provider, model or {@code provider/model}. A name may stand in every
 *       directive.
 * </ul>
 *
 * <p>Without any it answers with words of its own. Of images and documents it says how many it saw,
 * of which types and sizes; where the request states a schema, the answer is an example of it.
 *
 * <p>A request shows the provider's key as its dialect wants it. For Bedrock that is a bearer token
 * or a signature, which is verified if the key is a pair {@code ID:SECRET}; Ollama wants none.
 * Models of some names are as particular as theirs: {@code o1}, {@code gpt-6-x} and so on refuse
 * {@code max_tokens}, {@code deepseek-x} is DeepSeek, {@code gemini-3-x} signs its calls.
 *
 * <p>The same prompt always gets the same answer. Safe for use by several threads. A provider that
 * works flat out speaks chat completions only, and heeds no directive.
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
