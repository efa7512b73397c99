package io.tollgate.bench.sdk;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * langchain4j's own HTTP client, which asks for HTTP/2 on every clear-text request, with its heads
 * observed.
 */
final class ObservedHttp implements HttpClientBuilder {

  private final JdkHttpClientBuilder builder = new JdkHttpClientBuilder();

  @Override
  public Duration connectTimeout() {
    return builder.connectTimeout();
  }

  @Override
  public HttpClientBuilder connectTimeout(Duration timeout) {
    builder.connectTimeout(timeout);
    return this;
  }

  @Override
  public Duration readTimeout() {
    return builder.readTimeout();
  }

  @Override
  public HttpClientBuilder readTimeout(Duration timeout) {
    builder.readTimeout(timeout);
    return this;
  }

  @Override
  public HttpClient build() {
    return new Observing(builder.build());
  }

  private record Observing(HttpClient next) implements HttpClient {

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
      SuccessfulHttpResponse response = next.execute(request);
      Observed.heads().add(head(response));
      return response;
    }

    @Override
    public void execute(
        HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
      next.execute(request, parser, new ObservingListener(listener, Observed.heads()));
    }

    static Outcome.Head head(SuccessfulHttpResponse response) {
      Map<String, String> headers =
          response.headers().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      header -> header.getKey().toLowerCase(Locale.ROOT),
                      header -> header.getValue().getFirst(),
                      (one, another) -> one));
      return Observed.head(response.statusCode(), name -> headers.getOrDefault(name, ""));
    }
  }

  private record ObservingListener(ServerSentEventListener next, List<Outcome.Head> heads)
      implements ServerSentEventListener {

    @Override
    public void onOpen(SuccessfulHttpResponse response) {
      heads.add(Observing.head(response));
      next.onOpen(response);
    }

    @Override
    public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
      next.onEvent(event, context);
    }

    @Override
    public void onEvent(ServerSentEvent event) {
      next.onEvent(event);
    }

    @Override
    public void onError(Throwable cause) {
      next.onError(cause);
    }

    @Override
    public void onClose() {
      next.onClose();
    }
  }
}
