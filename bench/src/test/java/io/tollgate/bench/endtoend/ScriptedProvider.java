package io.tollgate.bench.endtoend;

import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.upstream.Provider;
import io.tollgate.gateway.upstream.Secret;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A provider that answers every request with the same bytes, HTTP head included, and keeps what it
 * was sent: for what a well-behaved server would not say, and for comparing byte by byte.
 */
final class ScriptedProvider implements AutoCloseable {

  /** The name to ask for. */
  static final String MODEL = "scripted/exact";

  static final String KEY = "sk-upstream-scripted";

  /** A request as it came: the head in ISO 8859-1, the body in UTF-8. */
  record Received(String head, String body) {}

  private final ServerSocket server;
  private final LinkedBlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private volatile byte[] answer = new byte[0];
  private volatile int pieceBytes = Integer.MAX_VALUE;

  ScriptedProvider() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  /** From now on answers with these bytes, written so many at a time. */
  void answerWith(byte[] bytes, int bytesAtATime) {
    answer = bytes;
    pieceBytes = bytesAtATime;
  }

  /** From now on answers 200 with this body and no framing but the end of the connection. */
  void answerWith(String contentType, byte[] body, int bytesAtATime) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String head =
        "HTTP/1.1 200 OK\r\ncontent-type: " + contentType + "\r\nconnection: close\r\n\r\n";
    bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    answerWith(bytes.toByteArray(), bytesAtATime);
  }

  void answerJson(String body) {
    answerWith("application/json", body.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
  }

  void answerStream(String body, int bytesAtATime) {
    answerWith(
        "text/event-stream; charset=utf-8", body.getBytes(StandardCharsets.UTF_8), bytesAtATime);
  }

  /** The next request it was sent. */
  Received take() throws InterruptedException {
    Received next = received.poll(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new AssertionError("nothing was sent upstream");
    }
    return next;
  }

  /** Requests it was sent and that nobody took. */
  int waiting() {
    return received.size();
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> converse(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void converse(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int b = in.read();
        if (b < 0) {
          return;
        }
        head.append((char) b);
      }
      byte[] body = in.readNBytes(contentLength(head.toString()));
      received.add(new Received(head.toString(), new String(body, StandardCharsets.UTF_8)));
      byte[] bytes = answer;
      for (int at = 0; at < bytes.length; at += Math.min(pieceBytes, bytes.length - at)) {
        socket.getOutputStream().write(bytes, at, Math.min(pieceBytes, bytes.length - at));
        socket.getOutputStream().flush();
      }
    } catch (IOException e) {
      // The gateway has left, which is one of the things it may do.
    }
  }

  private static int contentLength(String head) {
    return head.toLowerCase(Locale.ROOT)
        .lines()
        .filter(line -> line.startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  /** The same configuration with this provider in it, at $1 in and $10 out per million tokens. */
  GatewayConfig addTo(GatewayConfig config, Path folder) {
    try {
      Path models = folder.resolve("scripted-models.yaml");
      Files.writeString(
          models,
          """
          models:
            exact:
              class: local
              quality: 0.7
              context: 100000
              max_output: 10000
              capabilities: [tools, json-schema]
              deployments: [scripted/exact]
          """);
      Path prices = folder.resolve("scripted-prices.yaml");
      Files.writeString(
          prices,
          """
          prices:
            scripted/exact:
              input: 1
              cache_read: 0.1
              output: 10
              source: scripted
              as_of: 2026-11-21
              confidence: A
          """);
      return with(config, plus(config.catalogFiles(), models), plus(config.priceFiles(), prices));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private GatewayConfig with(GatewayConfig config, List<Path> models, List<Path> prices) {
    Provider provider =
        Provider.of(
            "scripted",
            URI.create("http://127.0.0.1:" + server.getLocalPort() + "/base/v1"),
            new Secret(KEY),
            UsageRule.OPENAI);
    return config.withModels(models, prices).withProviders(plus(config.providers(), provider));
  }

  private static <T> List<T> plus(List<T> list, T last) {
    List<T> longer = new ArrayList<>(list);
    longer.add(last);
    return longer;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
