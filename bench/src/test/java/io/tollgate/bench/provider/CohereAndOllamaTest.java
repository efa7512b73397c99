package io.tollgate.bench.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tools, thinking, images and vectors of the dialects that no SDK for Java speaks. */
class CohereAndOllamaTest {

  private static final String TOOLS =
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"description\":\"d\","
          + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}]";

  private ProviderClient client;

  @BeforeEach
  void start() throws Exception {
    client = ProviderClient.of(SimulatedModel.instant("m"));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
  }

  private String text(Tongue tongue, String path, String body) throws Exception {
    return tongue.post(client, path, body).text();
  }

  private JsonNode json(Tongue tongue, String path, String body) throws Exception {
    return ProviderClient.JSON.readTree(text(tongue, path, body));
  }

  @Test
  void cohere_calls_tools_and_answers_their_results() throws Exception {
    String user = "{\"role\":\"user\",\"content\":\"[[tool:weather]]\"}";
    String ask = "{\"model\":\"m\",%s," + TOOLS + ",\"messages\":[" + user + "%s]}";
    JsonNode first = json(Tongue.COHERE, "/v2/chat", ask.formatted("\"stream\":false", ""));
    JsonNode call = first.at("/message/tool_calls/0");
    assertThat(call.at("/function/arguments").stringValue()).isEqualTo("{\"city\":\"toll\"}");
    assertThat(first.path("finish_reason").stringValue()).isEqualTo("TOOL_CALL");
    StringBuilder arguments = new StringBuilder();
    text(Tongue.COHERE, "/v2/chat", ask.formatted("\"stream\":true", ""))
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> ProviderClient.JSON.readTree(line.substring(6)))
        .filter(event -> event.path("type").stringValue().equals("tool-call-delta"))
        .forEach(event ->
            arguments.append(
                event.at("/delta/message/tool_calls/function/arguments").stringValue()));
    assertThat(arguments.toString()).isEqualTo("{\"city\":\"toll\"}");
    String answered =
        ",{\"role\":\"assistant\",\"tool_calls\":["
            + call
            + "]},{\"role\":\"tool\",\"tool_call_id\":"
            + call.path("id")
            + ",\"content\":\"sunny\"}";
    JsonNode second = json(Tongue.COHERE, "/v2/chat", ask.formatted("\"stream\":false", answered));
    assertThat(second.at("/message/content/0/text").stringValue())
        .startsWith("The tool said: sunny.");
  }

  @Test
  void cohere_shows_its_thinking_and_makes_vectors() throws Exception {
    JsonNode thought =
        json(
            Tongue.COHERE,
            "/v2/chat",
            "{\"model\":\"m\",\"thinking\":{\"type\":\"enabled\"},\"messages\":"
                + "[{\"role\":\"user\",\"content\":\"[[think:4]][[tokens:2]]\"}]}");
    assertThat(thought.at("/message/content/0/type").stringValue()).isEqualTo("thinking");
    assertThat(thought.at("/usage/tokens/output_tokens").intValue()).isEqualTo(6);
    JsonNode vectors =
        json(
            Tongue.COHERE,
            "/v2/embed",
            "{\"model\":\"m\",\"input_type\":\"search_query\",\"embedding_types\":[\"float\"],"
                + "\"texts\":[\"one\",\"two\"],\"output_dimension\":4}");
    assertThat(vectors.at("/embeddings/float").size()).isEqualTo(2);
    assertThat(vectors.at("/embeddings/float/0").size()).isEqualTo(4);
  }

  @Test
  void ollama_calls_tools_thinks_and_sees_images() throws Exception {
    String ask = "{\"model\":\"m\",\"stream\":%s,\"think\":true," + TOOLS + ",\"messages\":[%s]}";
    String user =
        "{\"role\":\"user\",\"content\":\"[[tool:weather]][[think:3]]\",\"images\":[\"AAAA\"]}";
    JsonNode first = json(Tongue.OLLAMA, "/api/chat", ask.formatted("false", user));
    JsonNode message = first.path("message");
    assertThat(message.at("/tool_calls/0/function/arguments/city").stringValue()).isEqualTo("toll");
    assertThat(message.path("thinking").stringValue()).isNotEmpty();
    var lines =
        text(Tongue.OLLAMA, "/api/chat", ask.formatted("true", user))
            .lines()
            .map(ProviderClient.JSON::readTree)
            .toList();
    assertThat(lines.getLast().path("eval_count")).isEqualTo(first.path("eval_count"));
    assertThat(lines.getFirst().path("message").has("thinking")).isTrue();
    String result = "{\"role\":\"tool\",\"tool_name\":\"weather\",\"content\":\"sunny\"}";
    String all = String.join(",", user, message.toString(), result);
    JsonNode second = json(Tongue.OLLAMA, "/api/chat", ask.formatted("false", all));
    assertThat(second.at("/message/content").stringValue())
        .startsWith("I see 1 images and 0 documents: image image of 3 bytes. The tool said: sunny");
  }

  @Test
  void ollama_says_what_it_has_and_makes_vectors_without_a_key() throws Exception {
    for (String path : new String[] {"/api/tags", "/api/version"}) {
      URI uri = URI.create(client.provider.root() + path);
      assertThat(client.send(HttpRequest.newBuilder(uri).build()).statusCode()).isEqualTo(200);
    }
    JsonNode vectors =
        json(Tongue.OLLAMA, "/api/embed", "{\"model\":\"m\",\"input\":[\"one\",\"two\"]}");
    assertThat(vectors.path("embeddings").size()).isEqualTo(2);
  }
}
