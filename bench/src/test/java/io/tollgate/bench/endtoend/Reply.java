package io.tollgate.bench.endtoend;

import java.net.http.HttpHeaders;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client got.
 *
 * @param body the body as far as it came
 * @param broken whether the connection ended before the body did
 */
record Reply(int status, HttpHeaders headers, String body, boolean broken) {

  static final JsonMapper JSON = JsonMapper.builder().build();

  JsonNode json() {
    return JSON.readTree(body);
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  String requestId() {
    return header("x-tollgate-request-id");
  }

  /** The data of each event of a stream. */
  List<String> data() {
    return body.lines()
        .filter(line -> line.startsWith("data:"))
        .map(line -> line.substring("data:".length()).strip())
        .toList();
  }

  /** The chunks of a stream, the error included. */
  List<JsonNode> chunks() {
    return data().stream().filter(data -> data.startsWith("{")).map(JSON::readTree).toList();
  }

  boolean done() {
    return data().contains("[DONE]");
  }

  /** The text of the first choice, streamed or not. */
  String text() {
    if (!header("content-type").startsWith("text/event-stream")) {
      return json().at("/choices/0/message/content").stringValue("");
    }
    StringBuilder text = new StringBuilder();
    chunks().forEach(chunk -> text.append(chunk.at("/choices/0/delta/content").stringValue("")));
    return text.toString();
  }

  /** The error of a plain answer, or the one that ends a stream. */
  JsonNode error() {
    return (header("content-type").startsWith("text/event-stream") ? chunks().getLast() : json())
        .path("error");
  }
}
