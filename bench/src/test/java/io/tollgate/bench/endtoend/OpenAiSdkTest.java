package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.chat.completions.StructuredChatCompletionCreateParams;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.models.Model;
import io.tollgate.bench.provider.BillOutcome;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.Entry.Outcome;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's own SDK, unmodified, with nothing but a base URL and a key. */
class OpenAiSdkTest {

  @TempDir private static Path folder;
  private static Stage stage;
  private static OpenAIClient client;

  /** Where to look up the weather. */
  @JsonClassDescription("Looks up the weather of a city")
  record GetWeather(String city, int days) {}

  /** What the SDK is to make of an answer. */
  record Town(String name, int inhabitants, List<String> districts, boolean coastal) {}

  @BeforeAll
  static void start() throws Exception {
    stage =
        Stage.start(folder, Stage.CHEAPEST, "limits: { body_bytes: 65536 }\n", Stage::forgiving);
    client = client(stage, stage.rig.key()).build();
  }

  @AfterAll
  static void stop() {
    client.close();
    stage.close();
  }

  private static OpenAIOkHttpClient.Builder client(Stage at, String key) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(at.rig.baseUrl())
        .apiKey(key)
        .maxRetries(0)
        .timeout(Await.PATIENCE)
        .responseValidation(true);
  }

  private static ChatCompletionCreateParams.Builder ask(String model, String prompt) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(prompt);
  }

  private static List<ChatCompletionChunk> drain(ChatCompletionCreateParams params) {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params)) {
      return stream.stream().toList();
    }
  }

  private static String textOf(List<ChatCompletionChunk> chunks) {
    StringBuilder text = new StringBuilder();
    chunks.stream()
        .flatMap(chunk -> chunk.choices().stream())
        .forEach(choice -> choice.delta().content().ifPresent(text::append));
    return text.toString();
  }

  private static BigDecimal costIn(CompletionUsage usage) {
    JsonValue cost = Objects.requireNonNull(usage._allProperties().get("cost"));
    return new BigDecimal(cost.asNumber().get().toString());
  }

  /** The only attempt of a request, after it was held against the provider's bill. */
  private static AttemptRow billed(String provider, String request) {
    List<AttemptRow> rows = stage.attempts(request);
    assertThat(rows).hasSize(1);
    AttemptRow row = rows.getFirst();
    BillOutcome bill = stage.seenAt(provider, request, 1).getFirst().endedOutcome();
    assertThat(row.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(Stage.amount(row).pico()).isEqualTo(bill.billPico().longValueExact());
    return row;
  }

  @Test
  void a_plain_answer_arrives_with_its_exact_cost() {
    try (HttpResponseFor<ChatCompletion> response =
        client
            .chat()
            .completions()
            .withRawResponse()
            .create(ask("auto", "What is a toll gate? [[tokens:12]]").build())) {
      ChatCompletion answer = response.parse();
      assertThat(answer.model()).isEqualTo("swift");
      assertThat(answer.choices().getFirst().message().content())
          .isPresent()
          .get()
          .isNotEqualTo("");
      assertThat(answer.usage().get().completionTokens()).isEqualTo(12);
      String request = response.headers().values("x-tollgate-request-id").getFirst();
      assertThat(response.requestId()).contains(request);
      assertThat(response.headers().values("x-tollgate-model")).containsExactly(Stage.SWIFT);
      assertThat(response.headers().values("x-tollgate-policy")).containsExactly("default");
      assertThat(response.headers().values("x-tollgate-attempts")).containsExactly("1");
      AttemptRow row = billed("cheap", request);
      assertThat(costIn(answer.usage().get())).isEqualByComparingTo(Stage.amount(row).dollars());
      assertThat(new BigDecimal(response.headers().values("x-tollgate-cost").getFirst()))
          .isEqualByComparingTo(Stage.amount(row).dollars());
    }
  }

  @Test
  void a_stream_accumulates_to_the_text_of_the_plain_answer() {
    ChatCompletionCreateParams params = ask("auto", "Tell me of tolls. [[tokens:40]]").build();
    List<ChatCompletionChunk> chunks = drain(params);
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    chunks.forEach(accumulator::accumulate);
    ChatCompletion plain = client.chat().completions().create(params);
    String text = plain.choices().getFirst().message().content().get();
    assertThat(textOf(chunks)).isEqualTo(text).isNotBlank();
    ChatCompletion whole = accumulator.chatCompletion();
    assertThat(whole.choices().getFirst().message().content()).contains(text);
    assertThat(whole.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    // The gateway asked the provider for usage; this caller did not.
    assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.usage()).isEmpty());
    assertThat(chunks).noneMatch(chunk -> chunk.choices().isEmpty());
  }

  @Test
  void a_stream_with_usage_ends_with_usage_and_exact_cost() {
    ChatCompletionCreateParams params =
        ask("auto", "Count your tokens. [[tokens:9]]")
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> response =
            client.chat().completions().withRawResponse().createStreaming(params);
        StreamResponse<ChatCompletionChunk> stream = response.parse()) {
      ChatCompletionChunk last = stream.stream().toList().getLast();
      assertThat(last.choices()).isEmpty();
      assertThat(last.usage().get().completionTokens()).isEqualTo(9);
      String request = response.headers().values("x-tollgate-request-id").getFirst();
      AttemptRow row = billed("cheap", request);
      assertThat(costIn(last.usage().get())).isEqualByComparingTo(Stage.amount(row).dollars());
    }
  }

  private static ChatCompletionCreateParams.Builder weather() {
    return ask("auto", "How is the weather? [[tool:GetWeather]]").addTool(GetWeather.class);
  }

  private static void assertWeather(ChatCompletionMessageFunctionToolCall call) {
    assertThat(call.function().name()).isEqualTo("GetWeather");
    GetWeather arguments = call.function().arguments(GetWeather.class);
    assertThat(arguments.city()).isNotBlank();
    assertThat(arguments.days()).isPositive();
  }

  @Test
  void a_tool_call_and_its_result_make_two_turns() {
    ChatCompletionCreateParams first = weather().build();
    ChatCompletion asked = client.chat().completions().create(first);
    ChatCompletion.Choice choice = asked.choices().getFirst();
    assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
    ChatCompletionMessageFunctionToolCall call =
        choice.message().toolCalls().get().getFirst().asFunction();
    assertWeather(call);
    ChatCompletion answered =
        client
            .chat()
            .completions()
            .create(
                first.toBuilder()
                    .addMessage(choice.message())
                    .addMessage(
                        ChatCompletionToolMessageParam.builder()
                            .toolCallId(call.id())
                            .content("{\"sky\":\"clear\"}")
                            .build())
                    .build());
    ChatCompletionMessage message = answered.choices().getFirst().message();
    assertThat(message.toolCalls()).isEmpty();
    assertThat(message.content().get()).isNotBlank();
  }

  @Test
  void the_argument_deltas_of_a_streamed_tool_call_accumulate() {
    List<ChatCompletionChunk> chunks = drain(weather().build());
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    chunks.forEach(accumulator::accumulate);
    long argumentDeltas =
        chunks.stream()
            .flatMap(chunk -> chunk.choices().stream())
            .filter(choice -> choice.delta().toolCalls().isPresent())
            .count();
    assertThat(argumentDeltas).isGreaterThan(2);
    ChatCompletion.Choice choice = accumulator.chatCompletion().choices().getFirst();
    assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
    assertWeather(choice.message().toolCalls().get().getFirst().asFunction());
  }

  @Test
  void an_answer_in_a_class_of_the_caller_is_parsed_by_the_sdk() {
    StructuredChatCompletionCreateParams<Town> params =
        ask("auto", "Describe a town.").responseFormat(Town.class).build();
    Town town =
        client.chat().completions().create(params).choices().getFirst().message().content().get();
    assertThat(town.name()).isNotBlank();
    assertThat(town.districts()).isNotEmpty();

    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params)) {
      stream.stream().forEach(accumulator::accumulate);
    }
    assertThat(accumulator.chatCompletion(Town.class).choices().getFirst().message().content())
        .contains(town);
  }

  @Test
  void several_choices_come_complete_plain_and_streamed() {
    ChatCompletionCreateParams params = ask("auto", "Twice, please. [[tokens:8]]").n(2).build();
    ChatCompletion plain = client.chat().completions().create(params);
    assertThat(plain.choices()).hasSize(2);
    assertThat(plain.usage().get().completionTokens()).isEqualTo(16);
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    drain(params).forEach(accumulator::accumulate);
    assertThat(accumulator.chatCompletion().choices())
        .extracting(choice -> choice.message().content().get())
        .containsExactlyElementsOf(
            plain.choices().stream().map(choice -> choice.message().content().get()).toList());
  }

  @Test
  void the_models_are_listed_and_found_by_name() {
    List<String> names = new ArrayList<>();
    client.models().list().autoPager().forEach(model -> names.add(model.id()));
    assertThat(names)
        .contains("auto", "auto/never-slow", "gpt-4o", Stage.SWIFT, Stage.BRIGHT, Stage.DRIP)
        .doesNotHaveDuplicates();
    for (String name : names) {
      Model model = client.models().retrieve(name);
      assertThat(model.id()).isEqualTo(name);
    }
    assertThat(catchThrowableOfType(NotFoundException.class, () -> client.models().retrieve("no")))
        .isNotNull();
  }

  private static <E extends OpenAIServiceException> E refused(
      Class<E> type, ChatCompletionCreateParams params) {
    E plain = catchThrowableOfType(type, () -> client.chat().completions().create(params));
    assertThat(plain).as("thrown for a plain request").isNotNull();
    E streamed = catchThrowableOfType(type, () -> drain(params));
    assertThat(streamed).as("thrown for a stream").isNotNull();
    assertThat(streamed.statusCode()).isEqualTo(plain.statusCode());
    assertThat(streamed.code()).isEqualTo(plain.code());
    return plain;
  }

  @Test
  void a_wrong_key_is_the_sdks_unauthorized() {
    String wrong = stage.rig.key().replaceAll(".$", "x");
    OpenAIClient stranger = client(stage, wrong).build();
    try {
      UnauthorizedException thrown =
          catchThrowableOfType(
              UnauthorizedException.class,
              () -> stranger.chat().completions().create(ask("auto", "Hello").build()));
      assertThat(thrown.code()).contains("invalid_api_key");
      assertThat(thrown.type()).contains("invalid_request_error");
      assertThat(thrown.getMessage()).doesNotContain(wrong);
    } finally {
      stranger.close();
    }
  }

  @Test
  void an_unknown_model_is_the_sdks_not_found() {
    NotFoundException thrown = refused(NotFoundException.class, ask("gpt-9", "Hello").build());
    assertThat(thrown.code()).contains("model_not_found");
    assertThat(thrown.param()).contains("model");
  }

  @Test
  void a_bad_request_is_the_sdks_bad_request_whoever_refuses_it() {
    BadRequestException gateways =
        refused(BadRequestException.class, ask("auto", "Hello").n(1_000_000_000).build());
    assertThat(gateways.param()).contains("n");
    BadRequestException providers =
        refused(BadRequestException.class, ask("auto", "Hello [[fault:status=400]]").build());
    assertThat(providers.type()).contains("invalid_request_error");
    assertThat(providers.headers().values("x-tollgate-error-source")).containsExactly("provider");
  }

  @Test
  void a_rate_limit_is_the_sdks_rate_limit_once_nobody_is_left(@TempDir Path other)
      throws Exception {
    // Whoever is at its limit is left alone for a while.
    try (Stage fresh = Stage.start(other)) {
      OpenAIClient own = client(fresh, fresh.rig.key()).build();
      try {
        ChatCompletionCreateParams params =
            ask("auto", "Hello [[fault:status=429;retry-after=7]]").build();
        RateLimitException thrown =
            catchThrowableOfType(
                RateLimitException.class, () -> own.chat().completions().create(params));
        assertThat(thrown.headers().values("retry-after")).containsExactly("7");
        assertThat(thrown.headers().values("x-tollgate-attempts")).containsExactly("2");
        RateLimitException again =
            catchThrowableOfType(
                RateLimitException.class, () -> own.chat().completions().create(params));
        assertThat(again.code()).isPresent();
        assertThat(fresh.seenUpstream()).as("nobody is asked again so soon").isEqualTo(2);
      } finally {
        own.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"status=500", "status=503", "status=529", "html-200", "redirect"})
  void what_goes_wrong_at_all_providers_is_the_sdks_internal_server_error(String fault) {
    InternalServerException thrown =
        refused(
            InternalServerException.class, ask("auto", "Hello [[fault:" + fault + "]]").build());
    assertThat(thrown.type()).contains("server_error");
    assertThat(thrown.code()).isPresent();
  }

  @Test
  void too_large_a_body_and_an_encoded_one_are_the_sdks_unexpected_status() {
    UnexpectedStatusCodeException large =
        refused(UnexpectedStatusCodeException.class, ask("auto", "x".repeat(100_000)).build());
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.code()).contains("body_too_large");
    OpenAIClient zipped =
        client(stage, stage.rig.key()).putHeader("content-encoding", "gzip").build();
    try {
      UnexpectedStatusCodeException encoded =
          catchThrowableOfType(
              UnexpectedStatusCodeException.class,
              () -> zipped.chat().completions().create(ask("auto", "Hello").build()));
      assertThat(encoded.statusCode()).isEqualTo(415);
      assertThat(encoded.code()).contains("unsupported_encoding");
    } finally {
      zipped.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cut-after=3", "close-after=3", "eof-after=3", "malformed-event=4", "bad-utf8"})
  void a_stream_that_the_provider_cuts_never_looks_complete_to_the_sdk(String fault) {
    ChatCompletionCreateParams params =
        ask(Stage.SWIFT, "Hello [[tokens:10]] [[fault:" + fault + "]]").build();
    List<ChatCompletionChunk> chunks = new ArrayList<>();
    OpenAIException thrown =
        catchThrowableOfType(
            OpenAIException.class,
            () -> {
              try (StreamResponse<ChatCompletionChunk> stream =
                  client.chat().completions().createStreaming(params)) {
                stream.stream().forEach(chunks::add);
              }
            });
    assertThat(thrown).isNotNull();
    assertThat(chunks)
        .flatExtracting(ChatCompletionChunk::choices)
        .noneMatch(choice -> choice.finishReason().isPresent());
  }
}
