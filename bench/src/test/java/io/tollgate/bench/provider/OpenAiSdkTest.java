package io.tollgate.bench.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The official SDK takes a simulated provider for a real one. */
class OpenAiSdkTest {

  private ProviderClient provider;
  private OpenAIClient sdk;

  @BeforeEach
  void start() throws Exception {
    provider = ProviderClient.of(SimulatedModel.instant("m").sharing(500_000, 200_000));
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

  private static ChatCompletionCreateParams.Builder asking(String text) {
    return ChatCompletionCreateParams.builder().model("m").addUserMessage(text);
  }

  @Test
  void a_stream_adds_up_to_the_plain_answer_and_both_satisfy_the_sdk() {
    ChatCompletion plain =
        sdk.chat().completions().create(asking("hello [[tokens:12]]").build()).validate();
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> stream =
        sdk.chat()
            .completions()
            .createStreaming(
                asking("hello [[tokens:12]]")
                    .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
                    .build())) {
      stream.stream().forEach(chunk -> accumulator.accumulate(chunk.validate()));
    }
    ChatCompletion streamed = accumulator.chatCompletion();
    assertThat(streamed.choices().getFirst().message().content())
        .isPresent()
        .isEqualTo(plain.choices().getFirst().message().content());
    assertThat(streamed.usage()).isEqualTo(plain.usage());
    assertThat(plain.usage().orElseThrow().completionTokens()).isEqualTo(15);
    assertThat(sdk.models().list().data().getFirst().validate().id()).isEqualTo("m");
  }

  @Test
  void a_simulated_error_is_the_exception_the_sdk_has_for_it() {
    assertThatThrownBy(
            () -> sdk.chat().completions().create(asking("[[fault:status=429-quota]]").build()))
        .isInstanceOfSatisfying(
            RateLimitException.class, e -> assertThat(e.code()).contains("insufficient_quota"));
  }
}
