package io.tollgate.bench.sdk;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.AsyncStreamResponse;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.beta.messages.BetaMessage;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Anthropic's SDK for Java: its blocking client, or its asynchronous one. */
final class AnthropicDriver implements SdkDriver {

  private final AnthropicClient client;
  private final AnthropicClient stranger;
  private final boolean isAsync;

  AnthropicDriver(Target target, boolean isAsync) {
    this.client = client(target.origin(), target.key());
    this.stranger = client(target.origin() + "/anthropic", target.wrongKey());
    this.isAsync = isAsync;
  }

  private static AnthropicClient client(String baseUrl, String key) {
    return AnthropicOkHttpClient.builder()
        .baseUrl(baseUrl)
        .apiKey(key)
        .maxRetries(0)
        .addInterceptor(Observing::new)
        .build();
  }

  /** Sees the heads of the answers. */
  private record Observing(HttpClient next) implements HttpClient {

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
      return observe(next.execute(request, options), Observed.heads());
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(
        HttpRequest request, RequestOptions options) {
      return next.executeAsync(request, options);
    }

    static HttpResponse observe(HttpResponse response, List<Outcome.Head> heads) {
      heads.add(
          Observed.head(
              response.statusCode(),
              name -> response.headers().values(name).stream().findFirst().orElse("")));
      return response;
    }

    @Override
    public void close() {
      next.close();
    }
  }

  @Override
  public Step ask(Ask ask, TextListener listener) throws Exception {
    AnthropicClient own = ask.wrongKey() ? stranger : client;
    MessageCreateParams params = AnthropicMessages.params(ask);
    RequestOptions options = RequestOptions.builder().timeout(ask.timeout()).build();
    if (ask.stream()) {
      return isAsync
          ? streamedAsync(own, params, options, listener)
          : streamed(own, params, options, listener);
    }
    return AnthropicMessages.step(
        isAsync
            ? observed(get(own.async().messages().withRawResponse().create(params, options)))
            : own.messages().create(params, options));
  }

  /** The asynchronous client leaves the thread that asked, so its heads are taken from here. */
  private static Message observed(HttpResponseFor<Message> response) {
    Observing.observe(response, Observed.heads());
    return response.parse();
  }

  private static Step streamed(
      AnthropicClient client,
      MessageCreateParams params,
      RequestOptions options,
      TextListener listener) {
    MessageAccumulator accumulator = MessageAccumulator.create();
    AtomicInteger pieces = new AtomicInteger();
    try (StreamResponse<RawMessageStreamEvent> stream =
        client.messages().createStreaming(params, options)) {
      stream.stream().forEach(event -> hear(accumulator, event, pieces, listener));
    }
    return AnthropicMessages.step(accumulator.message()).inPieces(pieces.get());
  }

  private static Step streamedAsync(
      AnthropicClient client,
      MessageCreateParams params,
      RequestOptions options,
      TextListener listener)
      throws Exception {
    MessageAccumulator accumulator = MessageAccumulator.create();
    AtomicInteger pieces = new AtomicInteger();
    AsyncStreamResponse<RawMessageStreamEvent> stream =
        client.async().messages().createStreaming(params, options);
    try {
      stream.subscribe(event -> hear(accumulator, event, pieces, listener));
      get(stream.onCompleteFuture());
    } finally {
      stream.close();
    }
    return AnthropicMessages.step(accumulator.message()).inPieces(pieces.get());
  }

  private static void hear(
      MessageAccumulator accumulator,
      RawMessageStreamEvent event,
      AtomicInteger pieces,
      TextListener listener) {
    accumulator.accumulate(event);
    pieces.addAndGet(AnthropicMessages.pieces(event));
    String text = AnthropicMessages.textOf(event);
    if (!text.isEmpty() && !listener.heard(text)) {
      throw new LeftException();
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    try {
      return future.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** The weather in a city, as a class of the application's. */
  @JsonClassDescription("The weather in a city.")
  @JsonTypeName("look_up_weather")
  record Weather(String city, int days) implements Supplier<String> {
    @Override
    public String get() {
      return Json.write(ToolSketch.resultOf("look_up_weather"));
    }
  }

  @Override
  public Step runTools(String model, String question, List<Step.Call> called) {
    com.anthropic.models.beta.messages.MessageCreateParams params =
        com.anthropic.models.beta.messages.MessageCreateParams.builder()
            .model(model)
            .maxTokens(2000)
            .addUserMessage(question)
            .addTool(Weather.class)
            .build();
    BetaMessage last = null;
    for (BetaMessage message : client.beta().messages().toolRunner(params)) {
      last = message;
      message.content().stream()
          .flatMap(block -> block.toolUse().stream())
          .forEach(use ->
              called.add(
                  new Step.Call(
                      use.id(),
                      use.name(),
                      Json.tree(Objects.requireNonNull(use._input().convert(Map.class))))));
    }
    if (last == null) {
      throw new IllegalStateException("the runner has no answer");
    }
    return Step.text(
        last.content().stream()
            .flatMap(block -> block.text().stream())
            .map(block -> block.text())
            .collect(Collectors.joining()));
  }

  @Override
  public long countTokens(String model, String question) {
    return client
        .messages()
        .countTokens(
            MessageCountTokensParams.builder().model(model).addUserMessage(question).build())
        .inputTokens();
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
