package io.tollgate.gateway.upstream;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server on loopback that does with each request whatever the test says. */
public final class RawServer {

  public static final String CHUNKED_HEAD =
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

  private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)\r\n");

  private final NetServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Signal closed = new Signal();

  private RawServer(NetServer server) {
    this.server = server;
  }

  /** A server that calls {@code asked} whenever a request has arrived as a whole. */
  public static RawServer start(Vertx vertx, Consumer<NetSocket> asked) {
    return start(vertx, "127.0.0.1", asked);
  }

  static RawServer start(Vertx vertx, String host, Consumer<NetSocket> asked) {
    RawServer raw = new RawServer(vertx.createNetServer());
    raw.server.connectHandler(socket -> raw.connected(socket, asked)).listen(0, host).await();
    return raw;
  }

  private void connected(NetSocket socket, Consumer<NetSocket> asked) {
    connections.incrementAndGet();
    StringBuilder request = new StringBuilder();
    socket.exceptionHandler(ignored -> {});
    socket.closeHandler(ignored -> closed.give());
    socket.handler(data -> {
      request.append(data.toString(StandardCharsets.ISO_8859_1));
      int headEnd = request.indexOf("\r\n\r\n");
      Matcher length = LENGTH.matcher(request);
      if (headEnd > 0
          && length.find()
          && request.length() - headEnd - 4 >= Integer.parseInt(length.group(1))) {
        requests.add(request.toString());
        request.setLength(0);
        asked.accept(socket);
      }
    });
  }

  /** One chunk of an answer with the chunked transfer encoding. */
  public static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  public int port() {
    return server.actualPort();
  }

  public List<String> requests() {
    return requests;
  }

  public int connections() {
    return connections.get();
  }

  /** Given each time a connection has closed. */
  public Signal closed() {
    return closed;
  }

  public void close() {
    server.close().await();
  }
}
