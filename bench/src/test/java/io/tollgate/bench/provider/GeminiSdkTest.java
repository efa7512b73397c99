package io.tollgate.bench.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ClientException;
import com.google.genai.types.Content;
import com.google.genai.types.EmbedContentConfig;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import com.google.genai.types.Schema;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Google's own SDK takes a simulated provider for a real one. */
class GeminiSdkTest {

  private static final String MODEL = "gemini-3-sim";
  private static final GenerateContentConfig NOTHING = GenerateContentConfig.builder().build();

  private ProviderClient provider;
  private Client sdk;

  @BeforeEach
  void start() throws Exception {
    provider = ProviderClient.of(SimulatedModel.instant(MODEL));
    sdk =
        Client.builder()
            .apiKey(ProviderClient.KEY)
            .httpOptions(HttpOptions.builder().baseUrl(provider.provider.root()).build())
            .build();
  }

  @AfterEach
  void stop() throws Exception {
    sdk.close();
    provider.close();
  }

  private List<GenerateContentResponse> streamed(String text, GenerateContentConfig config)
      throws Exception {
    List<GenerateContentResponse> chunks = new ArrayList<>();
    try (ResponseStream<GenerateContentResponse> stream =
        sdk.models.generateContentStream(MODEL, text, config)) {
      stream.forEach(chunks::add);
    }
    return chunks;
  }

  private static GenerateContentConfig withWeather() {
    Schema city = Schema.builder().type("STRING").build();
    return GenerateContentConfig.builder()
        .tools(
            Tool.builder()
                .functionDeclarations(
                    FunctionDeclaration.builder()
                        .name("weather")
                        .parameters(
                            Schema.builder().type("OBJECT").properties(Map.of("city", city)))
                        .build()))
        .build();
  }

  @Test
  void a_stream_adds_up_to_the_plain_answer_and_usage_is_cumulative() throws Exception {
    String text = "Hello [[tokens:12]][[cache:read=7]]";
    GenerateContentResponse plain = sdk.models.generateContent(MODEL, text, NOTHING);
    List<GenerateContentResponse> chunks = streamed(text, NOTHING);
    StringBuilder streamed = new StringBuilder();
    chunks.forEach(chunk -> streamed.append(chunk.text()));
    assertThat(streamed.toString()).isEqualTo(plain.text());
    assertThat(chunks.get(3).usageMetadata().orElseThrow().candidatesTokenCount()).contains(4);
    assertThat(chunks.getLast().usageMetadata()).isEqualTo(plain.usageMetadata());
    assertThat(chunks.getLast().finishReason()).isEqualTo(plain.finishReason());
    assertThat(plain.usageMetadata().orElseThrow().cachedContentTokenCount()).contains(7);
    assertThat(provider.outcome().usageReported()).isTrue();
    assertThat(provider.provider.received().getLast().dialect()).isEqualTo(Dialect.GEMINI);
  }

  @Test
  void functions_are_called_and_their_responses_are_answered() throws Exception {
    GenerateContentConfig config = withWeather();
    String ask = "[[tool:weather]]";
    GenerateContentResponse first = sdk.models.generateContent(MODEL, ask, config);
    FunctionCall call = Objects.requireNonNull(first.functionCalls()).getFirst();
    assertThat(call.name()).contains("weather");
    assertThat(call.args().orElseThrow()).containsEntry("city", "toll");
    assertThat(streamed(ask, config).getFirst().functionCalls()).isEqualTo(first.functionCalls());
    Content asked = Content.builder().role("user").parts(Part.fromText(ask)).build();
    Content called = first.candidates().orElseThrow().getFirst().content().orElseThrow();
    Content response =
        Content.builder()
            .role("user")
            .parts(Part.fromFunctionResponse("weather", Map.of("sky", "clear")))
            .build();
    GenerateContentResponse second =
        sdk.models.generateContent(MODEL, List.of(asked, called, response), config);
    assertThat(second.text()).startsWith("The tool said: {\"sky\":\"clear\"}.");

    Content unsigned =
        Content.builder()
            .role("model")
            .parts(Part.fromFunctionCall("weather", Map.of("city", "toll")))
            .build();
    assertThatThrownBy(
            () -> sdk.models.generateContent(MODEL, List.of(asked, unsigned, response), config))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("missing a thought_signature");
  }

  @Test
  void thoughts_are_shown_when_asked_for_and_counted_apart() throws Exception {
    GenerateContentConfig config =
        GenerateContentConfig.builder()
            .thinkingConfig(ThinkingConfig.builder().includeThoughts(true))
            .build();
    GenerateContentResponse plain =
        sdk.models.generateContent(MODEL, "[[think:5]][[tokens:3]]", config);
    Part thought = Objects.requireNonNull(plain.parts()).getFirst();
    assertThat(thought.thought()).contains(true);
    assertThat(plain.usageMetadata().orElseThrow().thoughtsTokenCount()).contains(5);
    assertThat(plain.usageMetadata().orElseThrow().candidatesTokenCount()).contains(3);
    assertThat(streamed("[[think:5]][[tokens:3]]", config).getLast().usageMetadata())
        .isEqualTo(plain.usageMetadata());
  }

  @Test
  void texts_become_vectors() {
    var embedded =
        sdk.models.embedContent(
            MODEL,
            List.of("one", "two"),
            EmbedContentConfig.builder().outputDimensionality(8).build());
    assertThat(embedded.embeddings().orElseThrow()).hasSize(2);
    assertThat(embedded.embeddings().orElseThrow().getFirst().values().orElseThrow()).hasSize(8);
  }

  @Test
  void errors_are_the_exceptions_the_sdk_has_for_them() {
    assertThatThrownBy(
            () -> sdk.models.generateContent(MODEL, "[[fault:status=429;retry-after=7]]", NOTHING))
        .isInstanceOfSatisfying(
            ClientException.class, e -> assertThat(e.status()).isEqualTo("RESOURCE_EXHAUSTED"));
    GenerateContentConfig typeless =
        GenerateContentConfig.builder().responseSchema(Schema.builder().type("STRING")).build();
    assertThatThrownBy(() -> sdk.models.generateContent(MODEL, "Hello", typeless))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("response_mime_type");
  }
}
