package io.tollgate.bench.load;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** An HTTP server for one test. */
final class LoadServer implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  LoadServer(BiConsumer<Vertx, HttpServerRequest> handler) throws Exception {
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> handler.accept(vertx, request))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(5, TimeUnit.SECONDS);
  }

  LoadTarget target() {
    URI url = URI.create("http://127.0.0.1:" + server.actualPort() + "/v1");
    return new LoadTarget("server", url, "sk-test", "m", 0);
  }

  @Override
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }
}
