package io.tollgate.bench.sdk;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFormatTextJsonSchemaConfig;
import com.openai.models.responses.ResponseIncludable;
import com.openai.models.responses.ResponseInputContent;
import com.openai.models.responses.ResponseInputFile;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseInputText;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseOutputText;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseTextConfig;
import com.openai.models.responses.ResponseUsage;
import com.openai.models.responses.ToolChoiceFunction;
import io.tollgate.bench.sdk.Ask.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** OpenAI's SDK for Java, Responses. */
final class OpenAiResponsesDriver implements SdkDriver {

  private final OpenAIClient client;
  private final OpenAIClient stranger;

  OpenAiResponsesDriver(Target target) {
    this.client = OpenAiClients.of(target.origin() + "/openai/v1", target.key());
    this.stranger = OpenAiClients.of(target.origin() + "/openai/v1", target.wrongKey());
  }

  @Override
  public Step ask(Ask ask, TextListener listener) {
    OpenAIClient own = ask.wrongKey() ? stranger : client;
    return ask.stream()
        ? streamed(own, ask, listener)
        : step(own.responses().create(params(ask).build(), OpenAiClients.options(ask.timeout())));
  }

  private static Step streamed(OpenAIClient client, Ask ask, TextListener listener) {
    ResponseAccumulator accumulator = ResponseAccumulator.create();
    int deltas = 0;
    try (StreamResponse<ResponseStreamEvent> stream =
        client
            .responses()
            .createStreaming(params(ask).build(), OpenAiClients.options(ask.timeout()))) {
      for (ResponseStreamEvent event :
          (Iterable<ResponseStreamEvent>) () -> stream.stream().iterator()) {
        accumulator.accumulate(event);
        deltas += event.isFunctionCallArgumentsDelta() ? 1 : 0;
        if (event.isOutputTextDelta()) {
          deltas++;
          if (!listener.heard(event.asOutputTextDelta().delta())) {
            throw new LeftException();
          }
        }
      }
    }
    return step(accumulator.response()).inPieces(deltas);
  }

  private static ResponseCreateParams.Builder params(Ask ask) {
    ResponseCreateParams.Builder params =
        ResponseCreateParams.builder()
            .model(ask.model())
            .maxOutputTokens((long) ask.maxTokens())
            .store(false);
    if (ask.system() != null) {
      params.instructions(ask.system());
    }
    List<ResponseInputItem> input = new ArrayList<>();
    ask.turns().forEach(turn -> add(input, turn));
    params.inputOfResponse(input);
    for (ToolSketch tool : ask.tools()) {
      params.addTool(
          FunctionTool.builder()
              .name(tool.toolName)
              .description(tool.description)
              .strict(false)
              .parameters(
                  FunctionTool.Parameters.builder()
                      .putAllAdditionalProperties(OpenAiClients.members(tool.schema()))
                      .build())
              .build());
    }
    if (ask.forced() != null) {
      params.toolChoice(ToolChoiceFunction.builder().name(ask.forced().toolName).build());
    }
    ask.wishes().forEach(wish -> add(params, wish));
    return params;
  }

  private static void add(List<ResponseInputItem> input, Ask.Turn turn) {
    switch (turn) {
      case Ask.Turn.User(String text, Ask.Shown shown) -> {
        EasyInputMessage.Builder message =
            EasyInputMessage.builder().role(EasyInputMessage.Role.USER);
        if (shown == Ask.Shown.NOTHING) {
          message.content(text);
        } else {
          ResponseInputContent words =
              ResponseInputContent.ofInputText(ResponseInputText.builder().text(text).build());
          message.contentOfResponseInputMessageContentList(List.of(words, shown(shown)));
        }
        input.add(ResponseInputItem.ofEasyInputMessage(message.build()));
      }
      case Ask.Turn.Said(String text) ->
          input.add(
              ResponseInputItem.ofEasyInputMessage(
                  EasyInputMessage.builder()
                      .role(EasyInputMessage.Role.ASSISTANT)
                      .content(text)
                      .build()));
      case Ask.Turn.Assistant(Object response) ->
          ((Response) response).output().forEach(item -> input.add(inputOf(item)));
      case Ask.Turn.Results(List<Step.Call> calls) ->
          calls.forEach(call ->
              input.add(
                  ResponseInputItem.ofFunctionCallOutput(
                      ResponseInputItem.FunctionCallOutput.builder()
                          .callId(call.id())
                          .output(Json.write(ToolSketch.resultOf(call.name())))
                          .build())));
    }
  }

  private static ResponseInputItem inputOf(ResponseOutputItem item) {
    if (item.isFunctionCall()) {
      return ResponseInputItem.ofFunctionCall(item.asFunctionCall());
    }
    return item.isReasoning()
        ? ResponseInputItem.ofReasoning(item.asReasoning())
        : ResponseInputItem.ofResponseOutputMessage(item.asMessage());
  }

  private static ResponseInputContent shown(Ask.Shown shown) {
    if (shown == Ask.Shown.DOCUMENT) {
      return ResponseInputContent.ofInputFile(
          ResponseInputFile.builder()
              .filename("paper.pdf")
              .fileData("data:application/pdf;base64," + Media.PDF_BASE64)
              .build());
    }
    return ResponseInputContent.ofInputImage(
        ResponseInputImage.builder()
            .detail(ResponseInputImage.Detail.AUTO)
            .imageUrl(
                shown == Ask.Shown.ADDRESS
                    ? Media.PICTURE_ADDRESS
                    : "data:image/png;base64," + Media.PNG_BASE64)
            .build());
  }

  private static void add(ResponseCreateParams.Builder params, Wish wish) {
    switch (wish) {
      case CACHE -> params.promptCacheKey("town-hall");
      case LOGPROBS ->
          params.topLogprobs(2).addInclude(ResponseIncludable.MESSAGE_OUTPUT_TEXT_LOGPROBS);
      case SAMPLING -> params.temperature(0.5).topP(0.9);
      case SCHEMA ->
          params.text(
              ResponseTextConfig.builder()
                  .format(
                      ResponseFormatTextJsonSchemaConfig.builder()
                          .name("town")
                          .strict(true)
                          .schema(
                              ResponseFormatTextJsonSchemaConfig.Schema.builder()
                                  .putAllAdditionalProperties(
                                      OpenAiClients.members(ToolSketch.TOWN))
                                  .build())
                          .build())
                  .build());
      case THINKING ->
          params
              .reasoning(
                  Reasoning.builder()
                      .effort(ReasoningEffort.MEDIUM)
                      .summary(Reasoning.Summary.AUTO)
                      .build())
              .addInclude(ResponseIncludable.REASONING_ENCRYPTED_CONTENT);
      case CHOICES, PENALTY, SEED, STOP ->
          throw new IllegalArgumentException("Responses has no word for " + wish);
    }
  }

  private static Step step(Response response) {
    List<ResponseOutputText> texts =
        response.output().stream()
            .flatMap(item -> item.message().stream())
            .flatMap(message -> message.content().stream())
            .flatMap(part -> part.outputText().stream())
            .toList();
    String reason =
        response
            .incompleteDetails()
            .flatMap(Response.IncompleteDetails::reason)
            .map(why -> " " + why)
            .orElse("");
    ResponseUsage usage = response.usage().orElse(null);
    Step step =
        Step.text(texts.stream().map(ResponseOutputText::text).collect(Collectors.joining()))
            .finishing(response.status().map(Object::toString).orElse("") + reason)
            .calling(
                response.output().stream()
                    .flatMap(item -> item.functionCall().stream())
                    .map(call ->
                        new Step.Call(call.callId(), call.name(), Json.read(call.arguments())))
                    .toList())
            .thinking(
                response.output().stream()
                    .flatMap(item -> item.reasoning().stream())
                    .flatMap(item ->
                        Stream.concat(
                            item.summary().stream().map(part -> part.text()),
                            item.content().orElse(List.of()).stream().map(part -> part.text())))
                    .collect(Collectors.joining()))
            .among(
                List.of(),
                texts.stream().mapToInt(text -> text.logprobs().map(List::size).orElse(0)).sum())
            .as(response);
    return usage == null
        ? step
        : step.measured(
            usage.inputTokens(),
            usage.outputTokens(),
            usage.outputTokensDetails().reasoningTokens());
  }

  @Override
  public Step runTools(String model, String question, List<Step.Call> called) {
    ResponseCreateParams.Builder first =
        ResponseCreateParams.builder().model(model).input(question);
    offer(first);
    Response response = client.responses().create(first.build());
    for (int turn = 0; turn < 5 && !step(response).calls().isEmpty(); turn++) {
      List<Step.Call> calls = step(response).calls();
      called.addAll(calls);
      List<ResponseInputItem> results = new ArrayList<>();
      add(results, new Ask.Turn.Results(calls));
      ResponseCreateParams.Builder next =
          ResponseCreateParams.builder()
              .model(model)
              .previousResponseId(response.id())
              .inputOfResponse(results);
      offer(next);
      response = client.responses().create(next.build());
    }
    return step(response);
  }

  private static void offer(ResponseCreateParams.Builder params) {
    for (ToolSketch tool : List.of(ToolSketch.WEATHER, ToolSketch.TIME)) {
      params.addTool(
          FunctionTool.builder()
              .name(tool.toolName)
              .description(tool.description)
              .strict(false)
              .parameters(
                  FunctionTool.Parameters.builder()
                      .putAllAdditionalProperties(OpenAiClients.members(tool.schema()))
                      .build())
              .build());
    }
  }

  @Override
  public void close() {
    client.close();
    stranger.close();
  }
}
