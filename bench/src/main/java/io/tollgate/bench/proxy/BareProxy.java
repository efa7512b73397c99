package io.tollgate.bench.proxy;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * A reverse proxy that is nothing but Vert.x: what the framework itself costs. It passes requests
 * and answers on as they come, with back-pressure, and neither reads, counts nor limits anything.
 *
 * <p>One server and one pool of connections for each event loop, so that a request stays on its
 * thread; native transport where there is one.
 */
public final class BareProxy extends VerticleBase {

  private static final String HOST = "127.0.0.1";
  private static final int CONNECTIONS_MAX = 20_000;

  private final int port;
  private final String upstreamHost;
  private final int upstreamPort;
  private HttpServer server;
  private HttpClientAgent client;

  @SuppressWarnings("NullAway.Init") // start() sets the server and the client
  private BareProxy(int port, URI upstream) {
    this.port = port;
    this.upstreamHost = upstream.getHost();
    this.upstreamPort = upstream.getPort();
  }

  /**
   * Runs a proxy until the process is stopped; prints one line when it listens.
   *
   * @param arguments the port of 127.0.0.1 to listen on, and where requests go, e.g. {@code 9000
   *     http://127.0.0.1:9001}
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 2) {
      System.err.println("Say a port and an address, e.g. 9000 http://127.0.0.1:9001");
      System.exit(2);
    }
    int loops = Runtime.getRuntime().availableProcessors();
    VertxOptions options =
        new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops);
    start(
            Vertx.builder().with(options).build(),
            Integer.parseInt(arguments[0]),
            URI.create(arguments[1]),
            loops)
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    System.out.println("listening http://" + HOST + ":" + arguments[0]);
  }

  /**
   * Starts a proxy; the future fails where the port is taken.
   *
   * @param port of 127.0.0.1, above 0
   * @param upstream where requests go: scheme, host and port
   * @param loops event loops to serve on, at least 1
   */
  public static Future<?> start(Vertx vertx, int port, URI upstream, int loops) {
    return vertx.deployVerticle(
        () -> new BareProxy(port, upstream), new DeploymentOptions().setInstances(loops));
  }

  @Override
  public Future<?> start() {
    client =
        vertx
            .httpClientBuilder()
            .with(new HttpClientOptions().setTcpNoDelay(true).setKeepAliveTimeout(0))
            .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(-1))
            .build();
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setTcpNoDelay(true)
                    .setAcceptBacklog(1024)
                    .setHttp2ClearTextEnabled(false)
                    // Everything here is written on the connection's own loop anyway.
                    .setStrictThreadMode(true))
            .requestHandler(this::pass);
    return server.listen(port, HOST);
  }

  private void pass(HttpServerRequest asked) {
    asked.pause();
    RequestOptions options =
        new RequestOptions()
            .setHost(upstreamHost)
            .setPort(upstreamPort)
            .setMethod(asked.method())
            .setURI(asked.uri());
    client.request(options).onSuccess(sent -> pass(asked, sent)).onFailure(_ -> refuse(asked));
  }

  private static void pass(HttpServerRequest asked, HttpClientRequest sent) {
    HttpServerResponse answer = asked.response();
    copy(asked.headers(), sent.headers());
    sent.setChunked(asked.headers().contains(HttpHeaders.TRANSFER_ENCODING));
    // A client that leaves takes its request with it.
    answer.exceptionHandler(_ -> sent.reset());
    answer.closeHandler(_ -> sent.reset());
    sent.response().onSuccess(received -> passBack(received, answer)).onFailure(_ -> refuse(asked));
    asked.pipeTo(sent);
  }

  private static void passBack(HttpClientResponse received, HttpServerResponse answer) {
    answer.setStatusCode(received.statusCode());
    copy(received.headers(), answer.headers());
    answer.setChunked(received.headers().contains(HttpHeaders.TRANSFER_ENCODING));
    received.pipeTo(answer).onFailure(_ -> answer.reset());
  }

  /** Copies all but what is said to the next hop only. */
  private static void copy(MultiMap from, MultiMap to) {
    to.setAll(from);
    to.remove(HttpHeaders.CONNECTION).remove(HttpHeaders.TRANSFER_ENCODING);
  }

  private static void refuse(HttpServerRequest asked) {
    if (!asked.response().headWritten()) {
      asked.response().setStatusCode(502).end();
    }
  }
}
