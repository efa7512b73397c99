package io.tollgate.bench.sdk;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionCallingConfig;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Part;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.Tool;
import com.google.genai.types.ToolConfig;
import io.tollgate.bench.sdk.Ask.Wish;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Google's SDK for Java. */
final class GenAiDriver implements SdkDriver {

  private final Client client;
  private final Client stranger;

  GenAiDriver(Target target) {
    this.client = client(target.origin() + "/genai", target.key());
    this.stranger = client(target.origin(), target.wrongKey());
  }

  private static Client client(String baseUrl, String key) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(chain -> {
              Response response = chain.proceed(chain.request());
              Observed.heads()
                  .add(
                      Observed.head(
                          response.code(),
                          name -> Objects.requireNonNullElse(response.header(name), "")));
              return response;
            })
            .build();
    return Client.builder()
        .apiKey(key)
        .httpOptions(
            HttpOptions.builder()
                .baseUrl(baseUrl)
                .timeout(30_000)
                .retryOptions(HttpRetryOptions.builder().attempts(1).build())
                .build())
        .clientOptions(ClientOptions.builder().customHttpClient(http).build())
        .build();
  }

  @Override
  public Step ask(Ask ask, TextListener listener) {
    Client own = ask.wrongKey() ? stranger : client;
    List<Content> contents = ask.turns().stream().map(GenAiDriver::content).toList();
    if (!ask.stream()) {
      GenerateContentResponse response =
          own.models.generateContent(ask.model(), contents, config(ask));
      return step(response, parts(response), finish(response));
    }
    List<Part> parts = new ArrayList<>();
    GenerateContentResponse last = GenerateContentResponse.builder().build();
    String finish = "";
    try (ResponseStream<GenerateContentResponse> stream =
        own.models.generateContentStream(ask.model(), contents, config(ask))) {
      for (GenerateContentResponse chunk : stream) {
        last = chunk;
        finish = finish(chunk).isEmpty() ? finish : finish(chunk);
        for (Part part : parts(chunk)) {
          parts.add(part);
          String text = isThought(part) ? "" : part.text().orElse("");
          if (!text.isEmpty() && !listener.heard(text)) {
            throw new LeftException();
          }
        }
      }
    }
    return step(last, parts, finish).inPieces(parts.size());
  }

  private static Content content(Ask.Turn turn) {
    return switch (turn) {
      case Ask.Turn.User(String text, Ask.Shown shown) -> {
        List<Part> parts = new ArrayList<>(List.of(Part.fromText(text)));
        Part picture = shown(shown);
        if (picture != null) {
          parts.add(picture);
        }
        yield Content.builder().role("user").parts(parts).build();
      }
      case Ask.Turn.Said(String text) ->
          Content.builder().role("model").parts(Part.fromText(text)).build();
      case Ask.Turn.Assistant(Object content) -> (Content) content;
      case Ask.Turn.Results(List<Step.Call> calls) ->
          Content.builder()
              .role("user")
              .parts(calls.stream().map(GenAiDriver::result).toList())
              .build();
    };
  }

  private static @Nullable Part shown(Ask.Shown shown) {
    return switch (shown) {
      case NOTHING -> null;
      case PICTURE -> Part.fromBytes(Base64.getDecoder().decode(Media.PNG_BASE64), "image/png");
      case ADDRESS -> Part.fromUri(Media.PICTURE_ADDRESS, "image/png");
      case DOCUMENT ->
          Part.fromBytes(Base64.getDecoder().decode(Media.PDF_BASE64), "application/pdf");
    };
  }

  private static Part result(Step.Call call) {
    FunctionResponse.Builder response =
        FunctionResponse.builder().name(call.name()).response(ToolSketch.resultOf(call.name()));
    if (!call.id().isEmpty()) {
      response.id(call.id());
    }
    return Part.builder().functionResponse(response.build()).build();
  }

  private static GenerateContentConfig config(Ask ask) {
    GenerateContentConfig.Builder config =
        GenerateContentConfig.builder()
            .maxOutputTokens(ask.maxTokens())
            .httpOptions(
                HttpOptions.builder().timeout(Math.toIntExact(ask.timeout().toMillis())).build());
    if (ask.system() != null) {
      config.systemInstruction(Content.fromParts(Part.fromText(ask.system())));
    }
    if (!ask.tools().isEmpty()) {
      config.tools(
          Tool.builder()
              .functionDeclarations(
                  ask.tools().stream()
                      .map(tool ->
                          FunctionDeclaration.builder()
                              .name(tool.toolName)
                              .description(tool.description)
                              .parametersJsonSchema(tool.schema())
                              .build())
                      .toList())
              .build());
    }
    if (ask.forced() != null) {
      config.toolConfig(
          ToolConfig.builder()
              .functionCallingConfig(
                  FunctionCallingConfig.builder()
                      .mode("ANY")
                      .allowedFunctionNames(ask.forced().toolName)
                      .build())
              .build());
    }
    ask.wishes().forEach(wish -> add(config, wish));
    return config.build();
  }

  private static void add(GenerateContentConfig.Builder config, Wish wish) {
    switch (wish) {
      case CHOICES -> config.candidateCount(2);
      case LOGPROBS -> config.responseLogprobs(true).logprobs(2);
      case PENALTY -> config.frequencyPenalty(0.5f);
      case SAMPLING -> config.temperature(0.5f).topP(0.9f);
      case SCHEMA ->
          config.responseMimeType("application/json").responseJsonSchema(ToolSketch.TOWN);
      case SEED -> config.seed(7);
      case STOP -> config.stopSequences("STOP-HERE");
      case THINKING ->
          config.thinkingConfig(
              ThinkingConfig.builder().thinkingBudget(1024).includeThoughts(true).build());
      case CACHE -> throw new IllegalArgumentException("Gemini has no word for " + wish);
    }
  }

  private static List<Part> parts(GenerateContentResponse response) {
    return response.candidates().orElse(List.of()).stream()
        .limit(1)
        .flatMap(candidate -> candidate.content().stream())
        .flatMap(content -> content.parts().orElse(List.of()).stream())
        .toList();
  }

  private static String finish(GenerateContentResponse response) {
    return response.candidates().orElse(List.of()).stream()
        .limit(1)
        .flatMap(candidate -> candidate.finishReason().stream())
        .map(Object::toString)
        .findFirst()
        .orElse("");
  }

  private static boolean isThought(Part part) {
    return part.thought().orElse(false);
  }

  private static String textOf(List<Part> parts, boolean thoughts) {
    return parts.stream()
        .filter(part -> isThought(part) == thoughts)
        .map(part -> part.text().orElse(""))
        .collect(Collectors.joining());
  }

  private static Step.Call call(FunctionCall call) {
    return new Step.Call(
        call.id().orElse(""), call.name().orElse(""), Json.tree(call.args().orElse(Map.of())));
  }

  private static Step step(GenerateContentResponse response, List<Part> parts, String finish) {
    Step step =
        Step.text(textOf(parts, false))
            .finishing(finish)
            .calling(
                parts.stream()
                    .flatMap(part -> part.functionCall().stream())
                    .map(GenAiDriver::call)
                    .toList())
            .thinking(textOf(parts, true))
            .among(
                response.candidates().orElse(List.of()).stream()
                    .map(one ->
                        textOf(one.content().flatMap(Content::parts).orElse(List.of()), false))
                    .toList(),
                response.candidates().orElse(List.of()).stream()
                    .flatMap(one -> one.logprobsResult().stream())
                    .mapToInt(result -> result.chosenCandidates().map(List::size).orElse(0))
                    .sum())
            .as(Content.builder().role("model").parts(parts).build());
    GenerateContentResponseUsageMetadata usage = response.usageMetadata().orElse(null);
    if (usage == null) {
      return step;
    }
    int thoughts = usage.thoughtsTokenCount().orElse(0);
    return step.measured(
        usage.promptTokenCount().orElse(0),
        usage.candidatesTokenCount().orElse(0) + thoughts,
        thoughts);
  }

  @Override
  public long countTokens(String model, String question) {
    return client.models.countTokens(model, question, null).totalTokens().orElse(-1);
  }

  @Override
  public Set<String> models() {
    Set<String> names = new HashSet<>();
    client.models.list(null).forEach(model -> names.add(model.name().orElse("")));
    return names;
  }

  @Override
  public void close() {
    client.close();
    stranger.close();
  }
}
