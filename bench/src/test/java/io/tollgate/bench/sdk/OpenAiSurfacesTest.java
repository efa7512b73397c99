package io.tollgate.bench.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.openai.OpenAiSpec;
import io.tollgate.adapters.openai.OpenAiSpec.Shape;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the gateway answers in OpenAI's dialects, whoever has made it, is what OpenAI describes. */
class OpenAiSurfacesTest {

  private static final String TOOL_SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}";

  @TempDir private static Path folder;
  private static SdkStage stage;
  private static OpenAiSpec spec;

  @BeforeAll
  static void start() throws Exception {
    spec = OpenAiSpec.load();
    stage = SdkStage.start(folder);
  }

  @AfterAll
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  private static HttpResponse<byte[]> post(String path, String body) throws Exception {
    return RawHttp.post(
        stage.target().origin() + path, body, "authorization", "Bearer " + stage.target().key());
  }

  private static String model(ProviderDialectName provider) {
    return provider.provider() + "/" + provider.model();
  }

  private static HttpResponse<byte[]> answered(String path, String body) throws Exception {
    HttpResponse<byte[]> response = post(path, body);
    assertThat(response.statusCode())
        .as(() -> body + "\n" + new String(response.body(), UTF_8))
        .isEqualTo(200);
    return response;
  }

  @ParameterizedTest
  @EnumSource
  void chat_completions_are_as_described(ProviderDialectName provider) throws Exception {
    String tools =
        ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look_up\",\"parameters\":"
            + TOOL_SCHEMA
            + "}}]";
    List<String> variants =
        List.of(
            "Hello [[tokens:9]]\"}]",
            "Hello [[tool:look_up]]\"}]" + tools,
            "Hello [[tokens:60]]\"}],\"max_completion_tokens\":20",
            "Hello [[refuse:No.]]\"}]",
            "Hello [[tokens:9]]\"}],\"reasoning_effort\":\"medium\"");
    for (String variant : variants) {
      String body =
          "{\"model\":\""
              + model(provider)
              + "\",\"messages\":[{\"role\":\"user\",\"content\":\""
              + variant;
      spec.check(Shape.CHAT_COMPLETION, answered("/v1/chat/completions", body + "}").body());
      String streamed = body + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
      spec.checkStream(Shape.CHAT_CHUNK, answered("/v1/chat/completions", streamed).body());
    }
  }

  @ParameterizedTest
  @EnumSource
  void responses_are_as_described(ProviderDialectName provider) throws Exception {
    String tools =
        ",\"tools\":[{\"type\":\"function\",\"name\":\"look_up\",\"strict\":false,\"parameters\":"
            + TOOL_SCHEMA
            + "}]";
    List<String> variants =
        List.of(
            "Hello [[tokens:9]]\"",
            "Hello [[tool:look_up]]\"" + tools,
            "Hello [[tokens:60]]\",\"max_output_tokens\":20",
            "Hello [[refuse:No.]]\"",
            "Hello [[tokens:9]]\",\"reasoning\":{\"effort\":\"medium\"},"
                + "\"include\":[\"reasoning.encrypted_content\"],\"store\":false");
    for (String variant : variants) {
      String body = "{\"model\":\"" + model(provider) + "\",\"input\":\"" + variant;
      spec.check(Shape.RESPONSE, answered("/v1/responses", body + "}").body());
      spec.checkStream(
          Shape.RESPONSE_EVENT, answered("/v1/responses", body + ",\"stream\":true}").body());
    }
  }

  @ParameterizedTest
  @MethodSource("io.tollgate.bench.sdk.EmbeddingsTest#providers")
  void embeddings_are_as_described(ProviderDialectName provider) throws Exception {
    String body =
        "{\"model\":\"%s/%s\",\"input\":[\"One.\",\"Two.\"]}"
            .formatted(provider.provider(), provider.embedder());
    spec.check(Shape.EMBEDDINGS, answered("/v1/embeddings", body).body());
  }

  @Test
  void models_and_errors_are_as_described() throws Exception {
    HttpResponse<byte[]> models =
        RawHttp.get(
            stage.target().origin() + "/v1/models",
            "authorization",
            "Bearer " + stage.target().key());
    spec.check(Shape.MODELS, models.body());
    for (String path : List.of("/v1/chat/completions", "/v1/responses", "/v1/embeddings")) {
      HttpResponse<byte[]> unknown =
          post(path, "{\"model\":\"nobody/knows\",\"input\":\"x\",\"messages\":[]}");
      assertThat(unknown.statusCode()).isBetween(400, 404);
      spec.check(Shape.ERROR, unknown.body());
      HttpResponse<byte[]> malformed = post(path, "{");
      assertThat(malformed.statusCode()).isEqualTo(400);
      spec.check(Shape.ERROR, malformed.body());
    }
  }
}
