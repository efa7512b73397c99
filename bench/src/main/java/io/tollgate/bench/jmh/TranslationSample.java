package io.tollgate.bench.jmh;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.bridge.Dialects;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.ProviderRequest;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.gemini.GeminiClient;
import io.tollgate.adapters.openai.chat.ChatClient;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.adapters.openai.responses.ResponsesClient;
import io.tollgate.bench.provider.ProviderProfile;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.bench.provider.SimulatedProvider;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A conversation of about 4 KB with two tools in a client's dialect, and the stream a simulated
 * provider answers with.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TranslationSample(
    ClientDialect client, RequestHead head, ProviderDialect provider, byte[] request) {

  static final String MODEL = "sim-1";
  private static final String KEY = "sk-bench";

  private static final String PROSE =
      "The quick brown fox jumps over the lazy dog, twice on Sundays. ".repeat(12).strip();
  private static final String SCHEMA =
      """
      {"type":"object","properties":{"city":{"type":"string","description":"where"},\
      "days":{"type":"integer"}},"required":["city"]}\
      """;

  static TranslationSample of(String client, String provider, int pieces) {
    ClientDialect spoken =
        switch (client) {
          case ChatClient.NAME -> new ChatClient();
          case ResponsesClient.NAME -> new ResponsesClient();
          case AnthropicClient.NAME -> new AnthropicClient();
          case GeminiClient.NAME -> new GeminiClient();
          default -> throw new IllegalArgumentException("client: " + client);
        };
    RequestHead head =
        client.equals(GeminiClient.NAME)
            ? new RequestHead("auto", true, Map.of())
            : RequestHead.NONE;
    String question = "Tell me about foxes. [[tokens:" + pieces + "]]";
    return new TranslationSample(
        spoken,
        head,
        Dialects.of(
            provider,
            UsageRule.OPENAI,
            Set.of(),
            Dialects.endpoints(provider),
            Dialects.version(provider)),
        body(client, question).getBytes(StandardCharsets.UTF_8));
  }

  private static String body(String client, String question) {
    return switch (client) {
      case ChatClient.NAME -> chat(question);
      case ResponsesClient.NAME -> responses(question);
      case AnthropicClient.NAME -> anthropic(question);
      default -> gemini(question);
    };
  }

  private static String chat(String question) {
    return """
    {"model":"auto","stream":true,"temperature":0.7,"max_completion_tokens":4000,\
    "messages":[{"role":"system","content":"%1$s"},{"role":"user","content":"%1$s"},\
    {"role":"assistant","content":"%1$s"},{"role":"user","content":"%1$s"},\
    {"role":"assistant","content":"%1$s"},{"role":"user","content":"%2$s"}],\
    "tools":[{"type":"function","function":{"name":"weather","parameters":%3$s}},\
    {"type":"function","function":{"name":"trains","parameters":%3$s}}]}\
    """
        .formatted(PROSE, question, SCHEMA);
  }

  private static String responses(String question) {
    return """
    {"model":"auto","stream":true,"temperature":0.7,"max_output_tokens":4000,"store":false,\
    "instructions":"%1$s","input":[{"role":"user","content":"%1$s"},\
    {"role":"assistant","content":"%1$s"},{"role":"user","content":"%1$s"},\
    {"role":"assistant","content":"%1$s"},{"role":"user","content":"%2$s"}],\
    "tools":[{"type":"function","name":"weather","parameters":%3$s,"strict":false},\
    {"type":"function","name":"trains","parameters":%3$s,"strict":false}]}\
    """
        .formatted(PROSE, question, SCHEMA);
  }

  private static String anthropic(String question) {
    return """
    {"model":"auto","stream":true,"max_tokens":4000,"system":"%1$s",\
    "messages":[{"role":"user","content":"%1$s"},{"role":"assistant","content":"%1$s"},\
    {"role":"user","content":"%1$s"},{"role":"assistant","content":"%1$s"},\
    {"role":"user","content":[{"type":"text","text":"%2$s"}]}],\
    "tools":[{"name":"weather","input_schema":%3$s},{"name":"trains","input_schema":%3$s}]}\
    """
        .formatted(PROSE, question, SCHEMA);
  }

  private static String gemini(String question) {
    return """
    {"generationConfig":{"temperature":0.7,"maxOutputTokens":4000},\
    "systemInstruction":{"parts":[{"text":"%1$s"}]},\
    "contents":[{"role":"user","parts":[{"text":"%1$s"}]},\
    {"role":"model","parts":[{"text":"%1$s"}]},{"role":"user","parts":[{"text":"%1$s"}]},\
    {"role":"model","parts":[{"text":"%1$s"}]},{"role":"user","parts":[{"text":"%2$s"}]}],\
    "tools":[{"functionDeclarations":[{"name":"weather","parametersJsonSchema":%3$s},\
    {"name":"trains","parametersJsonSchema":%3$s}]}]}\
    """
        .formatted(PROSE, question, SCHEMA);
  }

  /** The bytes of the stream that answers a request. */
  byte[] answer(Crossing crossing) throws IOException, InterruptedException {
    Vertx vertx = Vertx.vertx();
    try (HttpClient http = HttpClient.newHttpClient()) {
      SimulatedProvider simulated =
          SimulatedProvider.start(
                  vertx,
                  ProviderProfile.of("bench", 7, KEY, List.of(SimulatedModel.instant(MODEL))))
              .await();
      ProviderRequest sent = crossing.request();
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(URI.create(simulated.root() + base() + sent.path()))
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(sent.body().toByteArray()));
      sent.headers().forEach(builder::header);
      authorize(builder);
      HttpResponse<byte[]> answer =
          http.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            "the provider answered "
                + answer.statusCode()
                + " "
                + new String(answer.body(), StandardCharsets.UTF_8));
      }
      return answer.body();
    } finally {
      vertx.close().await();
    }
  }

  private String base() {
    return switch (provider.name()) {
      case "gemini" -> "/v1beta";
      case "cohere" -> "/v2";
      case "bedrock", "ollama" -> "";
      default -> "/v1";
    };
  }

  private void authorize(HttpRequest.Builder builder) {
    switch (provider.name()) {
      case "anthropic" -> builder.header("x-api-key", KEY);
      case "gemini" -> builder.header("x-goog-api-key", KEY);
      case "bedrock" ->
          builder.header("authorization", "AWS4-HMAC-SHA256 Credential=" + KEY + ", Signature=0");
      default -> builder.header("authorization", "Bearer " + KEY);
    }
  }
}
