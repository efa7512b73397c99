package io.tollgate.bench.sdk;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionNamedToolChoice;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.tollgate.bench.sdk.Ask.Wish;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** OpenAI's SDK for Java, chat completions and embeddings. */
final class OpenAiChatDriver implements SdkDriver {

  private final OpenAIClient client;
  private final OpenAIClient stranger;

  OpenAiChatDriver(Target target) {
    this.client = OpenAiClients.of(target.origin() + "/v1", target.key());
    this.stranger = OpenAiClients.of(target.origin() + "/v1", target.wrongKey());
  }

  @Override
  public Step ask(Ask ask, TextListener listener) {
    OpenAIClient own = ask.wrongKey() ? stranger : client;
    return ask.stream() ? streamed(own, ask, listener) : plain(own, ask);
  }

  private static Step plain(OpenAIClient client, Ask ask) {
    return step(
        client
            .chat()
            .completions()
            .create(params(ask).build(), OpenAiClients.options(ask.timeout())));
  }

  private static Step streamed(OpenAIClient client, Ask ask, TextListener listener) {
    ChatCompletionCreateParams params =
        params(ask)
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    int[] deltas = new int[1];
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params, OpenAiClients.options(ask.timeout()))) {
      stream.stream()
          .map(accumulator::accumulate)
          .flatMap(chunk -> chunk.choices().stream())
          .map(ChatCompletionChunk.Choice::delta)
          .forEach(delta -> {
            deltas[0] += delta.toolCalls().map(List::size).orElse(0);
            String text = delta.content().orElse("");
            deltas[0] += text.isEmpty() ? 0 : 1;
            if (!text.isEmpty() && !listener.heard(text)) {
              throw new LeftException();
            }
          });
    }
    return step(accumulator.chatCompletion()).inPieces(deltas[0]);
  }

  private static ChatCompletionCreateParams.Builder params(Ask ask) {
    ChatCompletionCreateParams.Builder params =
        ChatCompletionCreateParams.builder()
            .model(ask.model())
            .maxCompletionTokens((long) ask.maxTokens());
    if (ask.system() != null) {
      params.addSystemMessage(ask.system());
    }
    ask.turns().forEach(turn -> add(params, turn));
    for (ToolSketch tool : ask.tools()) {
      params.addFunctionTool(
          FunctionDefinition.builder()
              .name(tool.toolName)
              .description(tool.description)
              .parameters(
                  FunctionParameters.builder()
                      .putAllAdditionalProperties(OpenAiClients.members(tool.schema()))
                      .build())
              .build());
    }
    if (ask.forced() != null) {
      params.toolChoice(
          ChatCompletionNamedToolChoice.builder()
              .function(
                  ChatCompletionNamedToolChoice.Function.builder()
                      .name(ask.forced().toolName)
                      .build())
              .build());
    }
    ask.wishes().forEach(wish -> add(params, wish));
    return params;
  }

  private static void add(ChatCompletionCreateParams.Builder params, Ask.Turn turn) {
    switch (turn) {
      case Ask.Turn.User(String text, Ask.Shown shown) -> {
        if (shown == Ask.Shown.NOTHING) {
          params.addUserMessage(text);
        } else {
          ChatCompletionContentPart words =
              ChatCompletionContentPart.ofText(
                  ChatCompletionContentPartText.builder().text(text).build());
          params.addUserMessageOfArrayOfContentParts(List.of(words, shown(shown)));
        }
      }
      case Ask.Turn.Said(String text) -> params.addAssistantMessage(text);
      case Ask.Turn.Assistant(Object message) -> params.addMessage((ChatCompletionMessage) message);
      case Ask.Turn.Results(List<Step.Call> calls) ->
          calls.forEach(call ->
              params.addMessage(
                  ChatCompletionToolMessageParam.builder()
                      .toolCallId(call.id())
                      .content(Json.write(ToolSketch.resultOf(call.name())))
                      .build()));
    }
  }

  private static ChatCompletionContentPart shown(Ask.Shown shown) {
    if (shown == Ask.Shown.DOCUMENT) {
      return ChatCompletionContentPart.ofFile(
          ChatCompletionContentPart.File.builder()
              .file(
                  ChatCompletionContentPart.File.FileObject.builder()
                      .filename("paper.pdf")
                      .fileData("data:application/pdf;base64," + Media.PDF_BASE64)
                      .build())
              .build());
    }
    String url =
        shown == Ask.Shown.ADDRESS
            ? Media.PICTURE_ADDRESS
            : "data:image/png;base64," + Media.PNG_BASE64;
    return ChatCompletionContentPart.ofImageUrl(
        ChatCompletionContentPartImage.builder()
            .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder().url(url).build())
            .build());
  }

  @SuppressWarnings("deprecation") // The seed is, and applications send it.
  private static void add(ChatCompletionCreateParams.Builder params, Wish wish) {
    switch (wish) {
      case CHOICES -> params.n(2);
      case CACHE -> params.promptCacheKey("town-hall");
      case LOGPROBS -> params.logprobs(true).topLogprobs(2);
      case PENALTY -> params.frequencyPenalty(0.5);
      case SAMPLING -> params.temperature(0.5).topP(0.9);
      case SCHEMA ->
          params.responseFormat(
              ResponseFormatJsonSchema.builder()
                  .jsonSchema(
                      ResponseFormatJsonSchema.JsonSchema.builder()
                          .name("town")
                          .strict(true)
                          .schema(
                              ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                                  .putAllAdditionalProperties(
                                      OpenAiClients.members(ToolSketch.TOWN))
                                  .build())
                          .build())
                  .build());
      case SEED -> params.seed(7);
      case STOP -> params.stopOfStrings(List.of("STOP-HERE"));
      case THINKING -> params.reasoningEffort(ReasoningEffort.MEDIUM);
    }
  }

  @SuppressWarnings("deprecation") // Where else would what only some servers send be found?
  private static Step step(ChatCompletion completion) {
    ChatCompletion.Choice choice = completion.choices().getFirst();
    ChatCompletionMessage message = choice.message();
    CompletionUsage usage = completion.usage().orElse(null);
    Step step =
        Step.text(message.content().orElse(""))
            .finishing(choice.finishReason().toString())
            .calling(
                message.toolCalls().orElse(List.of()).stream()
                    .map(ChatCompletionMessageToolCall::asFunction)
                    .map(call ->
                        new Step.Call(
                            call.id(),
                            call.function().name(),
                            Json.read(call.function().arguments())))
                    .toList())
            .thinking(
                Objects.requireNonNullElse(
                    message
                        ._additionalProperties()
                        .getOrDefault("reasoning_content", JsonValue.from(""))
                        .convert(String.class),
                    ""))
            .among(
                completion.choices().stream()
                    .map(one -> one.message().content().orElse(""))
                    .toList(),
                choice
                    .logprobs()
                    .flatMap(ChatCompletion.Choice.Logprobs::content)
                    .map(List::size)
                    .orElse(0))
            .as(message);
    return usage == null
        ? step
        : step.measured(
            usage.promptTokens(),
            usage.completionTokens(),
            usage
                .completionTokensDetails()
                .flatMap(CompletionUsage.CompletionTokensDetails::reasoningTokens)
                .orElse(0L));
  }

  @Override
  public List<List<Float>> embed(String model, List<String> texts) {
    CreateEmbeddingResponse response =
        client
            .embeddings()
            .create(
                EmbeddingCreateParams.builder().model(model).inputOfArrayOfStrings(texts).build());
    return response.data().stream().map(Embedding::embedding).toList();
  }

  @Override
  public Set<String> models() {
    Set<String> names = new HashSet<>();
    client.models().list().autoPager().forEach(model -> names.add(model.id()));
    return names;
  }

  @Override
  public void close() {
    client.close();
    stranger.close();
  }
}
