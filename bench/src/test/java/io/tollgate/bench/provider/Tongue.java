package io.tollgate.bench.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** How a client speaks each dialect of answers, as small as can be. */
enum Tongue {
  CHAT(
      Dialect.OPENAI_CHAT,
      "/v1/chat/completions",
      "authorization",
      "Bearer ",
      "{\"model\":\"m\",%s\"messages\":[{\"role\":\"user\",\"content\":\"TEXT\"}]}",
      "\"stream\":true,\"stream_options\":{\"include_usage\":true},",
      "[DONE]"),
  RESPONSES(
      Dialect.OPENAI_RESPONSES,
      "/v1/responses",
      "authorization",
      "Bearer ",
      "{\"model\":\"m\",%s\"input\":\"TEXT\"}",
      "\"stream\":true,",
      "event: response.completed"),
  ANTHROPIC(
      Dialect.ANTHROPIC,
      "/v1/messages",
      "x-api-key",
      "",
      "{\"model\":\"m\",\"max_tokens\":100,%s\"messages\":"
          + "[{\"role\":\"user\",\"content\":\"TEXT\"}]}",
      "\"stream\":true,",
      "event: message_stop"),
  GEMINI(
      Dialect.GEMINI,
      "/v1beta/models/m:generateContent",
      "x-goog-api-key",
      "",
      "{%s\"contents\":[{\"parts\":[{\"text\":\"TEXT\"}]}]}",
      "",
      "\"finishReason\":\"STOP\""),
  BEDROCK(
      Dialect.BEDROCK,
      "/model/m/converse",
      "authorization",
      "Bearer ",
      "{%s\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"TEXT\"}]}]}",
      "",
      "messageStop"),
  COHERE(
      Dialect.COHERE,
      "/v2/chat",
      "authorization",
      "Bearer ",
      "{\"model\":\"m\",%s\"messages\":[{\"role\":\"user\",\"content\":\"TEXT\"}]}",
      "\"stream\":true,",
      "\"finish_reason\":\"COMPLETE\""),
  OLLAMA(
      Dialect.OLLAMA,
      "/api/chat",
      "x-nothing",
      "",
      "{\"model\":\"m\",%s\"messages\":[{\"role\":\"user\",\"content\":\"TEXT\"}]}",
      "",
      "\"done\":true");

  final Dialect dialect;
  private final String path;
  private final String keyHeader;
  private final String keyPrefix;
  private final String body;
  private final String streamed;

  /** What is in every stream that has ended as it should, and in no other. */
  final String end;

  Tongue(
      Dialect dialect,
      String path,
      String keyHeader,
      String keyPrefix,
      String body,
      String streamed,
      String end) {
    this.dialect = dialect;
    this.path = path;
    this.keyHeader = keyHeader;
    this.keyPrefix = keyPrefix;
    this.body = body;
    this.streamed = streamed;
    this.end = end;
  }

  /** What a client read, and whether the connection broke. */
  record Heard(int status, Buffer bytes, boolean broken, HttpResponse<?> response) {
    String text() {
      return bytes.toString(UTF_8);
    }
  }

  /** The path for a plain or a streamed answer. */
  String path(boolean stream) {
    if (!stream) {
      return path;
    }
    return switch (this) {
      case GEMINI -> path.replace(":generate", ":streamGenerate") + "?alt=sse";
      case BEDROCK -> path + "-stream";
      default -> path;
    };
  }

  /** A request with nothing but a text. */
  String body(String text, boolean stream) {
    String more = this == OLLAMA ? "\"stream\":" + stream + "," : stream ? streamed : "";
    return body.formatted(more).replace("TEXT", text);
  }

  Heard say(ProviderClient client, String text, boolean stream) throws Exception {
    return post(client, path(stream), body(text, stream));
  }

  /** Sends any body to a path of the dialect, with the key and what else it needs. */
  Heard post(ProviderClient client, String target, String json) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(client.provider.root() + target))
            .timeout(ProviderClient.PATIENCE)
            .header(keyHeader, keyPrefix + ProviderClient.KEY)
            .header("x-client-request-id", "req-1")
            .POST(HttpRequest.BodyPublishers.ofString(json));
    if (this == ANTHROPIC) {
      request.header("anthropic-version", "2023-06-01");
    }
    return hear(client, request.build());
  }

  static Heard hear(ProviderClient client, HttpRequest request) throws Exception {
    HttpResponse<InputStream> response = client.openAny(request);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream body = response.body()) {
      body.transferTo(bytes);
    } catch (IOException e) {
      return new Heard(response.statusCode(), Buffer.buffer(bytes.toByteArray()), true, response);
    }
    return new Heard(response.statusCode(), Buffer.buffer(bytes.toByteArray()), false, response);
  }
}
