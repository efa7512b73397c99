package io.tollgate.bench.provider;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A running provider and a client that speaks to it, for tests. */
final class ProviderClient implements AutoCloseable {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final String KEY = "sk-test";
  static final Duration PATIENCE = Duration.ofSeconds(5);

  final SimulatedProvider provider;
  final BillLog bill;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** What a client read of a stream, and whether the connection broke. */
  record Streamed(int status, List<String> events, boolean broken) {
    List<JsonNode> chunks() {
      return events.stream().filter(data -> data.startsWith("{")).map(JSON::readTree).toList();
    }

    boolean done() {
      return events.contains("[DONE]");
    }

    String text() {
      StringBuilder text = new StringBuilder();
      chunks().forEach(c -> text.append(c.at("/choices/0/delta/content").stringValue("")));
      return text.toString();
    }
  }

  ProviderClient(ProviderProfile profile) throws Exception {
    provider =
        SimulatedProvider.start(vertx, profile)
            .toCompletionStage()
            .toCompletableFuture()
            .get(5, TimeUnit.SECONDS);
    bill = provider.billLog();
  }

  static ProviderClient of(SimulatedModel... models) throws Exception {
    return new ProviderClient(ProviderProfile.of("sim", 42, KEY, List.of(models)));
  }

  static ObjectNode prompt(String model, String text) {
    ObjectNode body = JSON.createObjectNode().put("model", model);
    body.putArray("messages").addObject().put("role", "user").put("content", text);
    return body;
  }

  static ObjectNode streamed(ObjectNode body, boolean includeUsage) {
    body.put("stream", true);
    if (includeUsage) {
      body.putObject("stream_options").put("include_usage", true);
    }
    return body;
  }

  HttpRequest request(String body, String key) {
    return HttpRequest.newBuilder(URI.create(provider.baseUrl() + "/chat/completions"))
        .header("content-type", "application/json")
        .header("authorization", "Bearer " + key)
        .header("x-client-request-id", "req-1")
        .timeout(PATIENCE)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  HttpResponse<String> post(String body) throws Exception {
    return http.send(request(body, KEY), BodyHandlers.ofString());
  }

  HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, BodyHandlers.ofString());
  }

  JsonNode answer(ObjectNode body) throws Exception {
    return JSON.readTree(post(body.toString()).body());
  }

  HttpResponse<InputStream> open(ObjectNode body) throws Exception {
    return http.send(request(body.toString(), KEY), BodyHandlers.ofInputStream());
  }

  HttpResponse<InputStream> openAny(HttpRequest request) throws Exception {
    return http.send(request, BodyHandlers.ofInputStream());
  }

  Streamed stream(ObjectNode body) throws Exception {
    HttpResponse<InputStream> response = open(body);
    List<String> events = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data: ")) {
          events.add(line.substring(6));
        }
      }
    } catch (IOException e) {
      return new Streamed(response.statusCode(), events, true);
    }
    return new Streamed(response.statusCode(), events, false);
  }

  /** The only record's outcome, once there is one. */
  BillOutcome outcome() throws Exception {
    if (!bill.awaitAllEnded(1, PATIENCE)) {
      throw new AssertionError("not ended: " + bill.records());
    }
    return bill.records().getLast().endedOutcome();
  }

  @Override
  public void close() throws Exception {
    http.shutdownNow();
    http.close();
    provider.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }
}
