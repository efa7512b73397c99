package io.tollgate.bench.endtoend;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.Ending;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JDK's HTTP client as it comes: it asks to go on in HTTP/2 with every clear-text request, body
 * and all, as langchain4j does through it.
 */
class UpgradeTest {

  private static final String LONG = "x".repeat(200_000);

  @TempDir private static Path folder;
  private static Stage stage;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    stage = Stage.start(folder);
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.shutdownNow();
    stage.close();
  }

  private static HttpRequest request(String body) {
    HttpRequest request = stage.request("/v1/chat/completions").POST(ofString(body)).build();
    assertThat(request.version()).as("the client's own choice").isEmpty();
    return request;
  }

  @Test
  void a_large_plain_request_is_answered_in_http_1_1() throws Exception {
    assertThat(client.version()).isEqualTo(HttpClient.Version.HTTP_2);
    HttpResponse<String> response =
        client.send(request(Stage.chat("auto", LONG)), BodyHandlers.ofString());
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Reply.JSON.readTree(response.body()).at("/usage/prompt_tokens").asInt())
        .isGreaterThan(40_000);
  }

  @Test
  void a_large_streamed_request_is_answered_whole() throws Exception {
    Reply reply = Stage.send(client, request(Stage.stream("auto", LONG + " [[tokens:500]]")));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.broken()).isFalse();
    assertThat(reply.done()).isTrue();
    assertThat(stage.attempts(reply.requestId())).hasSize(1);
  }

  @Test
  void a_body_that_waits_for_100_continue_is_asked_for() throws Exception {
    HttpRequest request =
        stage
            .request("/v1/chat/completions")
            .expectContinue(true)
            .POST(ofString(Stage.chat("auto", LONG)))
            .build();
    assertThat(Stage.send(client, request).status()).isEqualTo(200);
  }

  @Test
  void leaving_reaches_the_provider() throws Exception {
    int before = stage.bill("slow").records().size();
    int closed = stage.bill("slow").peerCloses().size();
    HttpResponse<InputStream> response =
        client.send(
            request(Stage.stream(Stage.DRIP, LONG + " [[tokens:5000]]")),
            BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body().read()).isEqualTo('d');
    response.body().close();
    assertThat(stage.bill("slow").awaitPeerCloses(closed + 1, Duration.ofSeconds(1))).isTrue();
    assertThat(stage.bill("slow").awaitAllEnded(before + 1, Await.PATIENCE)).isTrue();
    assertThat(stage.bill("slow").records().getLast().endedOutcome().ending())
        .isEqualTo(Ending.CLIENT_LEFT);
  }
}
