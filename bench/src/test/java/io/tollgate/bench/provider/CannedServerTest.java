package io.tollgate.bench.provider;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The provider on bare Netty says byte for byte what the one on Vert.x says. */
class CannedServerTest {

  private static final Pace.FlatOut PACE = new Pace.FlatOut(1, Set.of("stalled"));
  private static final ProviderProfile PROFILE =
      ProviderProfile.of(
              "p",
              1,
              "sk-test",
              List.of(SimulatedModel.instant("m"), SimulatedModel.instant("stalled")))
          .at(PACE);

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private CannedServer canned;
  private URI onVertx;

  @BeforeEach
  void start() throws Exception {
    canned = CannedServer.start(PROFILE, PACE);
    onVertx =
        URI.create(
            SimulatedProvider.start(vertx, PROFILE)
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS)
                .baseUrl());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    canned.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  private HttpRequest.Builder request(URI baseUrl, String path, String key) {
    return HttpRequest.newBuilder(URI.create(baseUrl + path))
        .timeout(Duration.ofSeconds(5))
        .header("authorization", "Bearer " + key);
  }

  private void assertSame(String path, String key, String body) throws Exception {
    HttpResponse<String> expected = send(onVertx, path, key, body);
    HttpResponse<String> actual = send(URI.create(canned.baseUrl()), path, key, body);
    assertThat(actual.statusCode()).isEqualTo(expected.statusCode());
    assertThat(actual.headers().firstValue("content-type"))
        .isEqualTo(expected.headers().firstValue("content-type"));
    assertThat(actual.body()).isEqualTo(expected.body());
  }

  private HttpResponse<String> send(URI baseUrl, String path, String key, String body)
      throws Exception {
    HttpRequest.Builder request = request(baseUrl, path, key);
    if (!body.isEmpty()) {
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String body(String model, String options, int promptBytes) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(model, "x".repeat(promptBytes), options);
  }

  @Test
  void every_answer_is_the_same_on_both() throws Exception {
    String path = "/chat/completions";
    String usage = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    for (int promptBytes : new int[] {1, 3_000, 500_000}) {
      assertSame(path, "sk-test", body("m", "", promptBytes));
      assertSame(path, "sk-test", body("m", ",\"stream\":true", promptBytes));
      assertSame(path, "sk-test", body("m", usage, promptBytes));
    }
    assertSame("/models", "sk-test", "");
    assertSame(path, "sk-other", body("m", "", 10));
    assertSame(path, "sk-test", body("nobody", "", 10));
    assertSame(path, "sk-test", "{\"model\":");
  }

  @Test
  void a_stream_that_stalls_has_its_role_and_its_first_token() throws Exception {
    HttpRequest stalled =
        request(URI.create(canned.baseUrl()), "/chat/completions", "sk-test")
            .POST(HttpRequest.BodyPublishers.ofString(body("stalled", ",\"stream\":true", 10)))
            .build();
    HttpResponse<InputStream> answer = client.send(stalled, BodyHandlers.ofInputStream());
    try (InputStream stream = answer.body()) {
      StringBuilder read = new StringBuilder();
      while (read.toString().split("\n\n", -1).length < 3) {
        read.append(new String(stream.readNBytes(1), StandardCharsets.UTF_8));
      }
      assertThat(read.toString().split("\n\n", -1))
          .satisfiesExactly(
              role -> assertThat(role).contains("\"role\":\"assistant\""),
              token -> assertThat(token).contains("\"content\":\""),
              rest -> assertThat(rest).isEmpty());
    }
  }
}
