package io.tollgate.gateway.upstream.auth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A token endpoint on a socket of its own that answers what the test says. */
final class TokenServer implements AutoCloseable {

  private final HttpServer server;
  private final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
  private final Semaphore mayAnswer = new Semaphore(1_000_000);
  private volatile int status = 200;
  private volatile String body = "{}";

  TokenServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::answer);
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
      forms.add(
          Stream.of(form.split("&"))
              .map(field -> field.split("=", 2))
              .collect(
                  Collectors.toMap(
                      field -> field[0],
                      field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8))));
      mayAnswer.acquireUninterruptibly();
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
  }

  /** What is answered from here on. */
  void say(int newStatus, String newBody) {
    status = newStatus;
    body = newBody;
  }

  void sayToken(String token, long lifeSeconds) {
    say(200, "{\"access_token\":\"" + token + "\",\"expires_in\":" + lifeSeconds + "}");
  }

  /** Lets no answer go until {@link #go()}. */
  void hold() {
    mayAnswer.drainPermits();
  }

  void go() {
    mayAnswer.release(1_000_000);
  }

  /** The fields of the requests so far. */
  List<Map<String, String>> forms() {
    return forms;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
