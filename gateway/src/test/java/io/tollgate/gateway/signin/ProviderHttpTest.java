package io.tollgate.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ProviderHttpTest {

  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  private URI serve(HttpHandler handler) {
    server.createContext("/", handler);
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/document");
  }

  private static HttpHandler bytes(int status, int bytes) {
    return exchange -> {
      exchange.sendResponseHeaders(status, bytes);
      exchange.getResponseBody().write(new byte[bytes]);
      exchange.close();
    };
  }

  @Test
  void an_answer_that_begins_and_does_not_end_is_not_waited_for() {
    URI url =
        serve(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    HttpRequest request = HttpRequest.newBuilder(url).build();
    assertThatThrownBy(() -> ProviderHttp.send(request, Duration.ofMillis(200)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not answer");
  }

  @Test
  void an_answer_that_is_too_long_is_not_read_to_its_end() throws IOException {
    URI url = serve(bytes(200, (256 << 10) + 1));
    assertThatThrownBy(() -> ProviderHttp.get(url)).isInstanceOf(IOException.class);
  }

  @Test
  void the_longest_answer_is_read() throws IOException {
    assertThat(ProviderHttp.get(serve(bytes(200, 256 << 10)))).hasSize(256 << 10);
  }

  @Test
  void what_is_said_of_a_failure_has_no_query_in_it() {
    URI url = serve(bytes(404, 1));
    assertThatThrownBy(() -> ProviderHttp.get(URI.create(url + "?code=secret")))
        .hasMessage("127.0.0.1 answered 404 at /document");
  }
}
