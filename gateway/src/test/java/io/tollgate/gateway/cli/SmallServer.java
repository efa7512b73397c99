package io.tollgate.gateway.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that answers some paths, as a model server does. */
final class SmallServer implements AutoCloseable {

  private final HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Map<String, String> bodies;
  private final int otherwise;
  private final Map<String, String> headers;

  private SmallServer(Map<String, String> bodies, int otherwise, Map<String, String> headers)
      throws IOException {
    this.bodies = bodies;
    this.otherwise = otherwise;
    this.headers = headers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers these paths, and 404 to others. */
  static SmallServer of(Map<String, String> bodies) throws IOException {
    return new SmallServer(bodies, 404, Map.of());
  }

  /** Answers these paths, and this status to others, always with these headers. */
  static SmallServer of(Map<String, String> bodies, int otherwise, Map<String, String> headers)
      throws IOException {
    return new SmallServer(bodies, otherwise, headers);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestMethod());
      String body = bodies.get(exchange.getRequestURI().toString());
      byte[] bytes =
          (body == null ? "{\"error\":\"Unexpected endpoint\"}" : body)
              .getBytes(StandardCharsets.UTF_8);
      headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(body == null ? otherwise : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The methods of all requests. */
  List<String> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
