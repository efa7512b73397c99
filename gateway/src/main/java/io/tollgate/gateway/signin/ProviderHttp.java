package io.tollgate.gateway.signin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks an issuer something. It blocks, so not on an event loop; never longer than {@link #TOTAL},
 * and it reads no more than {@link #ANSWER_BYTES_MAX}. Nobody is followed elsewhere.
 */
final class ProviderHttp {

  static final Duration TOTAL = Duration.ofSeconds(10);

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int ANSWER_BYTES_MAX = 256 << 10;

  /** Made when somebody signs in for the first time. */
  private static final class Shared {
    private static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
  }

  private ProviderHttp() {}

  /** The JSON document at an address. */
  static String get(URI url) throws IOException {
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(url).header("accept", "application/json").build());
    if (answer.statusCode() != 200) {
      throw new IOException(
          url.getHost() + " answered " + answer.statusCode() + " at " + url.getPath());
    }
    return answer.body();
  }

  /** Whatever it answers. */
  static HttpResponse<String> send(HttpRequest request) throws IOException {
    return send(request, TOTAL);
  }

  static HttpResponse<String> send(HttpRequest request, Duration total) throws IOException {
    CompletableFuture<HttpResponse<String>> answer =
        Shared.CLIENT.sendAsync(
            request,
            BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), ANSWER_BYTES_MAX));
    String host = request.uri().getHost();
    try {
      // A timeout of the request itself would end at its head, and a body can drip.
      return answer.get(total.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException(host + " did not answer within " + total.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String reason = cause.getMessage();
      throw new IOException(
          host + ": " + (reason == null ? cause.getClass().getSimpleName() : reason), e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("the gateway stops", e);
    }
  }
}
