package io.tollgate.bench.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.Received;
import io.tollgate.bench.provider.SimulatedProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where the provider speaks the client's dialect, its bytes are passed on as they are, but for the
 * documented splices: the model's name, the wish for usage, the cost.
 */
class SameDialectTest {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private static Path folder;
  private static SdkStage stage;

  @BeforeAll
  static void start() throws Exception {
    stage = SdkStage.start(folder);
  }

  @AfterAll
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  private static ProviderDialectName provider(ClientDialectName dialect) {
    return ProviderDialectName.valueOf(dialect.name());
  }

  private static String path(ClientDialectName dialect, String model, boolean stream) {
    return switch (dialect) {
      case OPENAI_CHAT -> "/v1/chat/completions";
      case OPENAI_RESPONSES -> "/v1/responses";
      case ANTHROPIC -> "/v1/messages";
      case GEMINI ->
          "/v1beta/models/"
              + model
              + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    };
  }

  /** Odd but valid JSON: spaces, escapes, an order of its own, numbers as nobody writes them. */
  private static String body(ClientDialectName dialect, String model, String marker) {
    String text = "\"Caf\\u00e9 \\ud83d\\ude42  " + marker + " [[tokens:9]]\"";
    String odd = " \"temperature\" : 1.0e0 ,";
    return switch (dialect) {
      case OPENAI_CHAT ->
          "{"
              + odd
              + "\"messages\":[ {\"content\": "
              + text
              + ",\"role\":\"user\"}],\n\t\"model\" : \""
              + model
              + "\" %s}\n";
      case OPENAI_RESPONSES ->
          "{"
              + odd
              + "\"store\" : false, \"input\":[ {\"content\": "
              + text
              + ",\"role\":\"user\"}],\n\t\"model\" : \""
              + model
              + "\" %s}\n";
      case ANTHROPIC ->
          "{ \"max_tokens\" :  99 , \"messages\":[ {\"content\": "
              + text
              + ",\"role\":\"user\"}],\n\t\"model\" : \""
              + model
              + "\" %s}\n";
      case GEMINI ->
          "{ \"generationConfig\" : {"
              + odd.replace(",", "")
              + "}, \"contents\":[ {\"parts\": [{\"text\":"
              + text
              + "}],\"role\":\"user\"}]  }\n";
    };
  }

  private static HttpResponse<byte[]> send(
      ClientDialectName dialect, String origin, String key, String path, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + path))
            .timeout(Duration.ofSeconds(30))
            .header("content-type", "application/json");
    switch (dialect) {
      case OPENAI_CHAT, OPENAI_RESPONSES -> request.header("authorization", "Bearer " + key);
      case ANTHROPIC -> request.header("x-api-key", key).header("anthropic-version", "2026-10-21");
      case GEMINI -> request.header("x-goog-api-key", key);
    }
    return CLIENT.send(
        request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofByteArray());
  }

  private static Received received(SimulatedProvider simulated, String marker, int skipped) {
    List<Received> all =
        simulated.received().stream().filter(one -> one.text().contains(marker)).toList();
    assertThat(all).as(marker).hasSizeGreaterThan(skipped);
    return all.get(skipped);
  }

  @ParameterizedTest
  @EnumSource
  void a_plain_request_and_its_answer_are_passed_on_byte_by_byte(ClientDialectName dialect)
      throws Exception {
    compare(dialect, false);
  }

  @ParameterizedTest
  @EnumSource
  void a_streamed_request_and_its_answer_are_passed_on_byte_by_byte(ClientDialectName dialect)
      throws Exception {
    compare(dialect, true);
  }

  private static void compare(ClientDialectName dialect, boolean stream) throws Exception {
    ProviderDialectName provider = provider(dialect);
    SimulatedProvider simulated = stage.rig.provider(provider.provider());
    String marker = "same " + dialect + (stream ? " streamed" : " plain");
    // Who asks for usage has nothing spliced in but the model.
    String tail =
        stream
            ? dialect == ClientDialectName.OPENAI_CHAT
                ? ",\"stream\" : true , \"stream_options\":{\"include_usage\":true}"
                : ",\"stream\" : true"
            : "";
    String named = provider.provider() + "/" + provider.model();
    String sent = body(dialect, named, marker).formatted(tail);
    HttpResponse<byte[]> through =
        send(
            dialect,
            stage.target().origin(),
            stage.target().key(),
            path(dialect, named, stream),
            sent);
    assertThat(through.statusCode()).as(() -> new String(through.body(), UTF_8)).isEqualTo(200);

    String expected = body(dialect, provider.model(), marker).formatted(tail);
    Received arrived = received(simulated, marker, 0);
    assertThat(arrived.text()).isEqualTo(expected);

    HttpResponse<byte[]> direct =
        send(
            dialect,
            simulated.root(),
            simulated.profile().key(),
            path(dialect, provider.model(), stream),
            expected);
    assertThat(timeless(withoutCost(new String(through.body(), UTF_8))))
        .isEqualTo(timeless(new String(direct.body(), UTF_8)));
    assertThat(Objects.requireNonNull(arrived.header("x-client-request-id"))).startsWith("req_");
  }

  private static String withoutCost(String body) {
    return body.replaceAll(",\"cost\":[0-9.]+", "");
  }

  /** Two answers to one question differ in nothing but when they were given. */
  private static String timeless(String body) {
    return body.replaceAll("\"(created|created_at|completed_at)\":\\d+", "\"$1\":0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/anthropic", "/openai", "/genai"})
  void who_asks_whether_somebody_is_there_is_told_so(String path) throws Exception {
    HttpResponse<byte[]> response =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(stage.target().origin() + path))
                .method("HEAD", BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
  }
}
