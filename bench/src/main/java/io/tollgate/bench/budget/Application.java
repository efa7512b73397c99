package io.tollgate.bench.budget;

import io.tollgate.bench.rig.Rig;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The client: asks the gateway, says how good some answers were, and reads metrics. */
final class Application implements AutoCloseable {

  static final String POLICY = "default";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Rig rig;

  Application(Rig rig) {
    this.rig = rig;
  }

  /**
   * An answer.
   *
   * @param request the gateway's id of it
   * @param deployment whose answer it is
   * @param inputTokens as the provider counts them
   * @param costUsd as the gateway says
   */
  record Received(
      String request, String deployment, String text, long inputTokens, BigDecimal costUsd) {}

  /**
   * Asks a question.
   *
   * @throws IOException if there is no answer
   */
  Received ask(String question) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("model", "auto/" + POLICY);
    body.putArray("messages").addObject().put("role", "user").put("content", question);
    HttpResponse<String> response = post("/v1/chat/completions", body);
    if (response.statusCode() != 200) {
      throw new IOException("no answer: " + response.statusCode() + " " + response.body());
    }
    JsonNode answer = JSON.readTree(response.body());
    return new Received(
        header(response, "x-tollgate-request-id"),
        header(response, "x-tollgate-model"),
        answer.at("/choices/0/message/content").stringValue(""),
        answer.at("/usage/prompt_tokens").longValue(),
        new BigDecimal(header(response, "x-tollgate-cost")));
  }

  private static String header(HttpResponse<String> response, String name) throws IOException {
    return response
        .headers()
        .firstValue(name)
        .orElseThrow(() -> new IOException("an answer without " + name + ": " + response));
  }

  /** Says how good an answer was. */
  void feedback(String request, double score) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("request_id", request).put("score", score);
    HttpResponse<String> response = post("/v1/feedback", body);
    if (response.statusCode() != 202) {
      throw new IOException("feedback: " + response.statusCode() + " " + response.body());
    }
  }

  private HttpResponse<String> post(String path, ObjectNode body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(rig.dataPort(), path))
            .timeout(PATIENCE)
            .header("authorization", "Bearer " + rig.key())
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build(),
        BodyHandlers.ofString());
  }

  /** A page of the admin plane. */
  String admin(String path) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(uri(rig.adminPort(), path)).timeout(PATIENCE).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    client.close();
  }
}
