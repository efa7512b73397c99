package io.tollgate.bench.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Anthropic's own SDK takes a simulated provider for a real one. */
class AnthropicSdkTest {

  private ProviderClient provider;
  private AnthropicClient sdk;

  @BeforeEach
  void start() throws Exception {
    provider = ProviderClient.of(SimulatedModel.instant("m"));
    sdk =
        AnthropicOkHttpClient.builder()
            .baseUrl(provider.provider.root())
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

  private static MessageCreateParams.Builder asking(String text) {
    return MessageCreateParams.builder().model("m").maxTokens(2048).addUserMessage(text);
  }

  private Message streamed(MessageCreateParams params) {
    MessageAccumulator accumulator = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> stream = sdk.messages().createStreaming(params)) {
      stream.stream().forEach(event -> accumulator.accumulate(event.validate()));
    }
    return accumulator.message();
  }

  private static Tool weather() {
    return Tool.builder()
        .name("weather")
        .inputSchema(
            Tool.InputSchema.builder()
                .properties(
                    Tool.InputSchema.Properties.builder()
                        .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                        .build())
                .build())
        .build();
  }

  @Test
  void a_stream_adds_up_to_the_plain_answer_and_both_satisfy_the_sdk() throws Exception {
    String text = "Hello [[tokens:12]][[cache:read=30,write=20,write1h=10]]";
    Message plain = sdk.messages().create(asking(text).build()).validate();
    Message streamed = streamed(asking(text).build());
    assertThat(streamed.content()).isEqualTo(plain.content());
    assertThat(streamed.stopReason()).contains(StopReason.END_TURN);
    assertThat(plain.stopReason()).contains(StopReason.END_TURN);
    assertThat(plain.usage().outputTokens()).isEqualTo(12);
    assertThat(streamed.usage().outputTokens()).isEqualTo(12);
    assertThat(plain.usage().cacheReadInputTokens()).contains(30L);
    assertThat(plain.usage().cacheCreation().orElseThrow().ephemeral1hInputTokens()).isEqualTo(10);
    SimulatedUsage billed = provider.outcome().usage();
    assertThat(billed.cachedTokens()).isEqualTo(30);
    assertThat(billed.writtenTokens()).isEqualTo(20);
    assertThat(billed.freshTokens()).isEqualTo(plain.usage().inputTokens());
    assertThat(provider.bill.records().getLast().dialect()).isEqualTo(Dialect.ANTHROPIC);
  }

  @Test
  void tools_are_called_and_their_results_are_answered() {
    MessageCreateParams.Builder params = asking("[[tool:weather]]").addTool(weather());
    Message first = sdk.messages().create(params.build()).validate();
    Message streamed = streamed(params.build());
    ToolUseBlock call = first.content().getFirst().asToolUse();
    assertThat(streamed.content().getFirst().asToolUse().id()).isEqualTo(call.id());
    assertThat(streamed.content().getFirst().asToolUse()._input()).isEqualTo(call._input());
    assertThat(first.stopReason()).contains(StopReason.TOOL_USE);
    params.addMessage(first);
    params.addUserMessageOfContentBlockParams(
        List.of(
            ContentBlockParam.ofToolResult(
                ToolResultBlockParam.builder().toolUseId(call.id()).content("sunny").build())));
    Message second = sdk.messages().create(params.build()).validate();
    assertThat(second.content().getFirst().asText().text()).startsWith("The tool said: sunny.");
  }

  @Test
  void thinking_is_shown_signed_and_wanted_back() {
    MessageCreateParams.Builder params =
        asking("[[tool:weather]][[think:5]]").addTool(weather()).enabledThinking(1024);
    Message first = sdk.messages().create(params.build()).validate();
    Message streamed = streamed(params.build());
    assertThat(streamed.content().getFirst().asThinking())
        .isEqualTo(first.content().getFirst().asThinking());
    assertThat(first.usage().outputTokensDetails().orElseThrow().thinkingTokens()).isEqualTo(5);
    ToolUseBlock call = first.content().get(1).asToolUse();
    ContentBlockParam result =
        ContentBlockParam.ofToolResult(
            ToolResultBlockParam.builder().toolUseId(call.id()).content("sunny").build());
    MessageCreateParams whole =
        params.addMessage(first).addUserMessageOfContentBlockParams(List.of(result)).build();
    assertThat(sdk.messages().create(whole).validate().content()).hasSize(2);

    MessageCreateParams.Builder without =
        asking("[[tool:weather]]").addTool(weather()).enabledThinking(1024);
    without.addAssistantMessageOfContentBlockParams(
        List.of(ContentBlockParam.ofToolUse(call.toParam())));
    without.addUserMessageOfContentBlockParams(List.of(result));
    assertThatThrownBy(() -> sdk.messages().create(without.build()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("Expected `thinking`");
  }

  @Test
  void images_are_seen() {
    ContentBlockParam image =
        ContentBlockParam.ofImage(
            ImageBlockParam.builder()
                .source(
                    Base64ImageSource.builder()
                        .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                        .data("AAAA")
                        .build())
                .build());
    ContentBlockParam text =
        ContentBlockParam.ofText(TextBlockParam.builder().text("What is it?").build());
    Message answer =
        sdk.messages()
            .create(
                MessageCreateParams.builder()
                    .model("m")
                    .maxTokens(100)
                    .addUserMessageOfContentBlockParams(List.of(image, text))
                    .build());
    assertThat(answer.content().getFirst().asText().text())
        .startsWith("I see 1 images and 0 documents: image image/png of 3 bytes.");
  }

  @Test
  void stops_limits_refusals_and_citations_are_what_the_sdk_knows() {
    Message stopped =
        sdk.messages()
            .create(asking("[[say:one two three]]").addStopSequence("two").build())
            .validate();
    assertThat(stopped.stopSequence()).contains("two");
    assertThat(stopped.content().getFirst().asText().text()).isEqualTo("one ");
    Message cut = sdk.messages().create(asking("[[tokens:9]]").maxTokens(4).build()).validate();
    assertThat(cut.stopReason()).contains(StopReason.MAX_TOKENS);
    Message refused = streamed(asking("[[refuse:I will not.]]").build());
    assertThat(refused.stopReason()).contains(StopReason.REFUSAL);
    Message cited = streamed(asking("[[cite:book]]").build());
    assertThat(cited.content().getFirst().asText().citations().orElseThrow()).hasSize(1);
  }

  @Test
  void tokens_are_counted_for_nothing() throws Exception {
    long counted =
        sdk.messages()
            .countTokens(
                MessageCountTokensParams.builder().model("m").addUserMessage("Hello").build())
            .inputTokens();
    assertThat(counted).isPositive();
    assertThat(provider.outcome().billPico().signum()).isZero();
  }

  @Test
  void errors_are_the_exceptions_the_sdk_has_for_them() {
    assertThatThrownBy(() -> sdk.messages().create(asking("[[fault:status=429]]").build()))
        .isInstanceOf(RateLimitException.class);
    assertThatThrownBy(() -> streamed(asking("[[fault:error-event=2;529]]").build()))
        .hasMessageContaining("overloaded_error");
    assertThatThrownBy(() -> streamed(asking("[[fault:cut-after=2]]").build()))
        .isInstanceOf(RuntimeException.class);
  }
}
