package io.tollgate.bench.sdk;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client without an SDK. */
final class RawHttp {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RawHttp() {}

  /** Sends a body, with these names and values of headers. */
  static HttpResponse<byte[]> post(String url, String body, String... headers)
      throws IOException, InterruptedException {
    return send(url, headers, builder -> builder.POST(BodyPublishers.ofString(body)));
  }

  static HttpResponse<byte[]> get(String url, String... headers)
      throws IOException, InterruptedException {
    return send(url, headers, HttpRequest.Builder::GET);
  }

  private static HttpResponse<byte[]> send(
      String url, String[] headers, java.util.function.UnaryOperator<HttpRequest.Builder> method)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("content-type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(method.apply(request).build(), BodyHandlers.ofByteArray());
  }
}
