package io.tollgate.bench.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseIncludable;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseReasoningItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OpenAI's own SDK takes a simulated provider's responses and embeddings for real ones. */
class ResponsesSdkTest {

  private ProviderClient provider;
  private OpenAIClient sdk;

  @BeforeEach
  void start() throws Exception {
    provider = ProviderClient.of(SimulatedModel.instant("m"));
    sdk =
        OpenAIOkHttpClient.builder()
            .baseUrl(provider.provider.baseUrl())
            .apiKey(ProviderClient.KEY)
            .maxRetries(0)
            .responseValidation(true)
            .build();
  }

  @AfterEach
  void stop() throws Exception {
    sdk.close();
    provider.close();
  }

  private static ResponseCreateParams.Builder asking(String text) {
    return ResponseCreateParams.builder().model("m").input(text);
  }

  private Response streamed(ResponseCreateParams params) {
    ResponseAccumulator accumulator = ResponseAccumulator.create();
    try (StreamResponse<ResponseStreamEvent> stream = sdk.responses().createStreaming(params)) {
      stream.stream().forEach(event -> accumulator.accumulate(event.validate()));
    }
    return accumulator.response();
  }

  private static FunctionTool weather() {
    return FunctionTool.builder()
        .name("weather")
        .strict(false)
        .parameters(
            FunctionTool.Parameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty(
                    "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .build())
        .build();
  }

  @Test
  void a_stream_ends_in_the_plain_answer_and_both_satisfy_the_sdk() throws Exception {
    Response plain = sdk.responses().create(asking("Hello [[tokens:12]][[cite:book]]").build());
    Response streamed = streamed(asking("Hello [[tokens:12]][[cite:book]]").build());
    assertThat(streamed.validate().output()).isEqualTo(plain.validate().output());
    assertThat(streamed.usage()).isEqualTo(plain.usage());
    assertThat(plain.usage().orElseThrow().outputTokens()).isEqualTo(12);
    assertThat(provider.outcome().usage().completionTokens()).isEqualTo(12);
    Response cut = streamed(asking("[[tokens:50]]").maxOutputTokens(16).build());
    assertThat(cut.status()).contains(ResponseStatus.INCOMPLETE);
  }

  @Test
  void functions_are_called_and_their_outputs_are_answered_also_by_reference() {
    ResponseCreateParams.Builder params = asking("[[tool:weather]]").addTool(weather());
    Response first = sdk.responses().create(params.build()).validate();
    ResponseFunctionToolCall call = first.output().getFirst().asFunctionCall();
    assertThat(streamed(params.build()).output().getFirst().asFunctionCall()).isEqualTo(call);
    ResponseInputItem output =
        ResponseInputItem.ofFunctionCallOutput(
            ResponseInputItem.FunctionCallOutput.builder()
                .callId(call.callId())
                .output("sunny")
                .build());
    Response second =
        sdk.responses()
            .create(params.inputOfResponse(List.of(output)).previousResponseId(first.id()).build());
    String text = second.output().getFirst().asMessage().content().getFirst().asOutputText().text();
    assertThat(text).startsWith("The tool said: sunny.");
    assertThatThrownBy(() ->
            sdk.responses()
                .create(
                    ResponseCreateParams.builder()
                        .model("m")
                        .inputOfResponse(List.of(output))
                        .build()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("No tool call found");
  }

  @Test
  void reasoning_is_summed_up_encrypted_and_verified_when_it_comes_back() {
    ResponseCreateParams.Builder params =
        asking("[[tool:weather]][[think:4]]")
            .addTool(weather())
            .store(false)
            .addInclude(ResponseIncludable.REASONING_ENCRYPTED_CONTENT)
            .reasoning(
                Reasoning.builder()
                    .effort(ReasoningEffort.LOW)
                    .summary(Reasoning.Summary.AUTO)
                    .build());
    Response first = sdk.responses().create(params.build()).validate();
    assertThat(streamed(params.build()).output()).isEqualTo(first.output());
    ResponseReasoningItem reasoning = first.output().getFirst().asReasoning();
    assertThat(reasoning.summary()).hasSize(1);
    assertThat(first.usage().orElseThrow().outputTokensDetails().reasoningTokens()).isEqualTo(4);
    ResponseFunctionToolCall call = first.output().get(1).asFunctionCall();
    ResponseInputItem forged =
        ResponseInputItem.ofReasoning(reasoning.toBuilder().encryptedContent("e.f").build());
    assertThatThrownBy(() ->
            sdk.responses()
                .create(
                    params
                        .inputOfResponse(List.of(forged, ResponseInputItem.ofFunctionCall(call)))
                        .build()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("could not be verified");
  }

  @Test
  void texts_become_vectors_in_both_encodings() {
    EmbeddingCreateParams.Builder params =
        EmbeddingCreateParams.builder().model("m").inputOfArrayOfStrings(List.of("one", "two"));
    var encoded = sdk.embeddings().create(params.build()).validate();
    var plain =
        sdk.embeddings()
            .create(params.encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT).build())
            .validate();
    assertThat(encoded.data()).hasSize(2);
    assertThat(encoded.data().getFirst().embedding())
        .isEqualTo(plain.data().getFirst().embedding());
    assertThat(plain.usage().promptTokens()).isPositive();
  }
}
