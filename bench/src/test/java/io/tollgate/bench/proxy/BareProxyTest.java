package io.tollgate.bench.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.Pace;
import io.tollgate.bench.provider.ProviderProfile;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.bench.provider.SimulatedProvider;
import io.tollgate.bench.rig.Rig;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BareProxyTest {

  private static final String KEY = "sk-test";
  private static final Vertx VERTX = Vertx.vertx();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static URI provider = URI.create("http://127.0.0.1");
  private static URI proxy = URI.create("http://127.0.0.1");

  @BeforeAll
  static void start() throws Exception {
    SimulatedModel answering = SimulatedModel.instant("m").ofLength(46);
    ProviderProfile profile =
        ProviderProfile.of("p", 1, KEY, List.of(answering, SimulatedModel.instant("stalled")))
            .at(new Pace.FlatOut(1, Set.of("stalled")));
    SimulatedProvider started =
        SimulatedProvider.start(VERTX, profile)
            .toCompletionStage()
            .toCompletableFuture()
            .get(5, TimeUnit.SECONDS);
    provider = URI.create(started.root());
    int port = Rig.freePort(21_000);
    BareProxy.start(VERTX, port, provider, 2)
        .toCompletionStage()
        .toCompletableFuture()
        .get(5, TimeUnit.SECONDS);
    proxy = URI.create("http://127.0.0.1:" + port);
  }

  @AfterAll
  static void stop() throws Exception {
    CLIENT.close();
    VERTX.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  private static HttpRequest request(URI root, String path, String body) {
    return HttpRequest.newBuilder(root.resolve(path))
        .timeout(Duration.ofSeconds(5))
        .header("authorization", "Bearer " + KEY)
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static String body(String model, boolean stream, int promptBytes) {
    return "{\"model\":\"%s\",\"stream\":%s,\"stream_options\":{\"include_usage\":true},"
            .formatted(model, stream)
        + "\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted("x".repeat(promptBytes));
  }

  private static void assertSame(String body) throws Exception {
    String path = "/v1/chat/completions";
    HttpResponse<byte[]> direct =
        CLIENT.send(request(provider, path, body), BodyHandlers.ofByteArray());
    HttpResponse<byte[]> through =
        CLIENT.send(request(proxy, path, body), BodyHandlers.ofByteArray());
    assertThat(through.statusCode()).isEqualTo(direct.statusCode());
    assertThat(through.headers().firstValue("content-type"))
        .isEqualTo(direct.headers().firstValue("content-type"));
    assertThat(through.body()).isNotEmpty().isEqualTo(direct.body());
  }

  @Test
  void plain_answers_arrive_byte_for_byte() throws Exception {
    for (int i = 0; i < 50; i++) {
      assertSame(body("m", false, 1 + 20 * i));
    }
  }

  @Test
  void a_request_of_a_megabyte_arrives() throws Exception {
    assertSame(body("m", false, 1_000_000));
  }

  @Test
  void streamed_answers_arrive_byte_for_byte() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertSame(body("m", true, 100));
    }
  }

  @Test
  void a_status_and_an_empty_body_are_passed_on() throws Exception {
    HttpRequest unknown = request(proxy, "/v1/chat/completions", body("nobody", false, 1));
    assertThat(CLIENT.send(unknown, BodyHandlers.discarding()).statusCode()).isEqualTo(404);
  }

  @Test
  void the_beginning_of_a_stream_that_stalls_is_passed_on_at_once() throws Exception {
    HttpRequest stalled = request(proxy, "/v1/chat/completions", body("stalled", true, 1));
    HttpResponse<InputStream> answer = CLIENT.send(stalled, BodyHandlers.ofInputStream());
    try (InputStream stream = answer.body()) {
      String start = new String(stream.readNBytes(20), StandardCharsets.UTF_8);
      assertThat(start).startsWith("data: {");
    }
  }
}
