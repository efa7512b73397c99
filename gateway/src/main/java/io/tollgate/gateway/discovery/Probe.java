package io.tollgate.gateway.discovery;

import io.tollgate.adapters.json.JsonDocument;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Looks at a server: by GET and nothing else, briefly, and without following it elsewhere. */
final class Probe {

  /** What it answered. */
  record Answer(int status, @Nullable JsonNode json, boolean fromTollgate) {}

  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final Duration TOTAL = Duration.ofSeconds(2);
  private static final int BYTES_MAX = 1 << 20;

  private final HttpClient client;
  private final URI server;

  private Probe(HttpClient client, URI server) {
    this.client = client;
    this.server = server;
  }

  static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT)
        .build();
  }

  /** A probe of one server. */
  static Probe of(HttpClient client, URI server) {
    return new Probe(client, server);
  }

  /**
   * What it answers at a path.
   *
   * @throws IOException if it does not answer HTTP, or not in time
   */
  Answer get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + path))
            .timeout(TOTAL)
            .header("accept", "application/json")
            .GET()
            .build();
    HttpResponse<String> answer =
        client.send(
            request,
            BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), BYTES_MAX));
    boolean own =
        answer.headers().map().keySet().stream().anyMatch(name -> name.startsWith("x-tollgate-"));
    return new Answer(answer.statusCode(), json(answer.body()), own);
  }

  /** The object that it answers with status 200, or {@code null} where it answers otherwise. */
  @Nullable JsonNode object(String path) throws InterruptedException {
    try {
      Answer answer = get(path);
      JsonNode json = answer.json();
      return answer.status() == 200 && json != null && json.isObject() ? json : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable JsonNode json(String body) {
    try {
      return JsonDocument.read(body);
    } catch (JacksonException e) {
      return null;
    }
  }
}
