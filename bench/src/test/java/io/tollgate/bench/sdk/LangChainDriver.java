package io.tollgate.bench.sdk;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.tollgate.bench.sdk.Ask.Wish;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** langchain4j above one of its providers. */
final class LangChainDriver implements SdkDriver {

  private final LangChainModels models;

  LangChainDriver(LangChainModels models) {
    this.models = models;
  }

  @Override
  public Step ask(Ask ask, TextListener listener) throws Exception {
    ChatRequest request = request(ask);
    if (!ask.stream()) {
      ChatModel model = models.plain(ask);
      return step(model.chat(request));
    }
    StreamingChatModel model = models.streaming(ask);
    Hearing hearing = new Hearing(listener);
    model.chat(request, hearing);
    return step(hearing.await()).inPieces(hearing.pieces.get());
  }

  /** Hears a streamed answer to its end. */
  private static final class Hearing implements StreamingChatResponseHandler {

    private final TextListener listener;
    private final AtomicInteger pieces = new AtomicInteger();
    private final CompletableFuture<ChatResponse> whole = new CompletableFuture<>();

    Hearing(TextListener listener) {
      this.listener = listener;
    }

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
      pieces.incrementAndGet();
      if (!listener.heard(piece.text())) {
        context.streamingHandle().cancel();
        whole.completeExceptionally(new LeftException());
      }
    }

    @Override
    public void onPartialToolCall(PartialToolCall call) {
      pieces.incrementAndGet();
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      whole.complete(response);
    }

    @Override
    public void onError(Throwable cause) {
      whole.completeExceptionally(cause);
    }

    ChatResponse await() throws Exception {
      try {
        return whole.get(60, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Exception cause) {
          throw cause;
        }
        throw e;
      }
    }
  }

  private static ChatRequest request(Ask ask) {
    List<ChatMessage> messages = new ArrayList<>();
    if (ask.system() != null) {
      messages.add(SystemMessage.from(ask.system()));
    }
    ask.turns().forEach(turn -> add(messages, turn));
    ChatRequest.Builder request =
        ChatRequest.builder()
            .messages(messages)
            .modelName(ask.model())
            .maxOutputTokens(ask.maxTokens());
    if (!ask.tools().isEmpty()) {
      request.toolSpecifications(ask.tools().stream().map(LangChainDriver::tool).toList());
    }
    if (ask.forced() != null) {
      // It has no word for one tool out of several.
      request.toolSpecifications(tool(ask.forced())).toolChoice(ToolChoice.REQUIRED);
    }
    ask.wishes().forEach(wish -> add(request, wish));
    return request.build();
  }

  private static void add(List<ChatMessage> messages, Ask.Turn turn) {
    switch (turn) {
      case Ask.Turn.User(String text, Ask.Shown shown) -> {
        List<Content> contents = new ArrayList<>(List.of(TextContent.from(text)));
        switch (shown) {
          case NOTHING -> {}
          case PICTURE -> contents.add(ImageContent.from(Media.PNG_BASE64, "image/png"));
          case ADDRESS -> contents.add(ImageContent.from(URI.create(Media.PICTURE_ADDRESS)));
          case DOCUMENT -> contents.add(PdfFileContent.from(Media.PDF_BASE64, "application/pdf"));
        }
        messages.add(UserMessage.from(contents));
      }
      case Ask.Turn.Said(String text) -> messages.add(AiMessage.from(text));
      case Ask.Turn.Assistant(Object message) -> messages.add((AiMessage) message);
      case Ask.Turn.Results(List<Step.Call> calls) ->
          calls.forEach(call ->
              messages.add(
                  ToolExecutionResultMessage.from(
                      call.id(), call.name(), Json.write(ToolSketch.resultOf(call.name())))));
    }
  }

  private static ToolSpecification tool(ToolSketch tool) {
    JsonObjectSchema.Builder parameters = JsonObjectSchema.builder();
    switch (tool) {
      case WEATHER -> parameters.addStringProperty("city").addIntegerProperty("days");
      case TIME -> parameters.addStringProperty("zone");
      case BELL -> {
        // It takes nothing.
      }
    }
    return ToolSpecification.builder()
        .name(tool.toolName)
        .description(tool.description)
        .parameters(parameters.required(tool.required()).build())
        .build();
  }

  private static void add(ChatRequest.Builder request, Wish wish) {
    switch (wish) {
      case PENALTY -> request.frequencyPenalty(0.5);
      case SAMPLING -> request.temperature(0.5).topP(0.9);
      case STOP -> request.stopSequences(List.of("STOP-HERE"));
      case SCHEMA ->
          request.responseFormat(
              ResponseFormat.builder()
                  .type(ResponseFormatType.JSON)
                  .jsonSchema(
                      JsonSchema.builder()
                          .name("town")
                          .rootElement(
                              JsonObjectSchema.builder()
                                  .addStringProperty("name")
                                  .addIntegerProperty("inhabitants")
                                  .addProperty(
                                      "districts",
                                      JsonArraySchema.builder()
                                          .items(new JsonStringSchema())
                                          .build())
                                  .required("name", "inhabitants", "districts")
                                  .build())
                          .build())
                  .build());
      case CACHE, CHOICES, LOGPROBS, SEED, THINKING -> {
        // Said when the model is made, if at all.
      }
    }
  }

  private static Step step(ChatResponse response) {
    AiMessage message = response.aiMessage();
    Step step =
        Step.text(Objects.requireNonNullElse(message.text(), ""))
            .finishing(Objects.toString(response.finishReason(), ""))
            .calling(message.toolExecutionRequests().stream().map(LangChainDriver::call).toList())
            .thinking(Objects.requireNonNullElse(message.thinking(), ""))
            .as(message);
    return response.tokenUsage() == null
        ? step
        : step.measured(
            Objects.requireNonNullElse(response.tokenUsage().inputTokenCount(), -1),
            Objects.requireNonNullElse(response.tokenUsage().outputTokenCount(), -1),
            0);
  }

  private static Step.Call call(ToolExecutionRequest request) {
    return new Step.Call(request.id(), request.name(), Json.read(request.arguments()));
  }

  @Override
  public List<List<Float>> embed(String model, List<String> texts) {
    return models.embed(model, texts);
  }

  @Override
  public void close() {
    // Its HTTP clients end by themselves.
  }
}
