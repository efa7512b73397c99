package io.tollgate.gateway.upstream.auth;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** An OAuth token endpoint, asked as RFC 6749 wants it. */
final class TokenEndpoint {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration TOTAL = Duration.ofSeconds(10);
  private static final int ANSWER_BYTES_MAX = 64 << 10;
  private static final int REASON_CHARS_MAX = 200;

  /** Made when the first token is got; it keeps its connections between two tokens. */
  private static final class Shared {
    private static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
  }

  private TokenEndpoint() {}

  /** Asks for a token. */
  static Token ask(URI url, Map<String, String> form, InstantSource clock)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(TOTAL)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .POST(BodyPublishers.ofString(encode(form)))
            .build();
    HttpResponse<String> answer;
    try {
      answer =
          Shared.CLIENT.send(
              request,
              BodyHandlers.limiting(
                  BodyHandlers.ofString(StandardCharsets.UTF_8), ANSWER_BYTES_MAX));
    } catch (IOException e) {
      throw new IOException(url.getHost() + ": " + reason(e), e);
    }
    if (answer.statusCode() != 200) {
      throw new IOException(
          url.getHost() + " answered " + answer.statusCode() + refusal(answer.body()));
    }
    return TokenAnswer.read(answer.body(), clock.instant());
  }

  private static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field ->
            URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8)
                + '='
                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** What the endpoint says of it: its own words, cut short. */
  private static String refusal(String body) {
    try {
      JsonNode json = JsonDocument.read(body);
      String words =
          Nodes.text(json, "error", "") + ' ' + Nodes.text(json, "error_description", "");
      String line = words.replaceAll("[^ -~]+", " ").strip();
      return line.isEmpty()
          ? ""
          : ": " + line.substring(0, Math.min(line.length(), REASON_CHARS_MAX));
    } catch (JacksonException e) {
      return "";
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
