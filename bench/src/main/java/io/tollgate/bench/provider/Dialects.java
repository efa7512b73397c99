package io.tollgate.bench.provider;

import org.jspecify.annotations.Nullable;

/** Which dialect a request is of, by its path. */
final class Dialects {

  private final ProviderProfile profile;
  private final ChatService chat = new ChatService();
  private final EmbeddingsService embeddings = new EmbeddingsService();
  private final CohereService cohere = new CohereService();
  private final OllamaService ollama = new OllamaService();
  private final BedrockService bedrock;
  private final ResponsesService responses;
  private final AnthropicService anthropic;
  private final GeminiService gemini;

  Dialects(ProviderProfile profile) {
    this.profile = profile;
    Signatures signatures = new Signatures(profile.name() + profile.seed());
    this.bedrock = new BedrockService(signatures);
    this.responses = new ResponsesService(signatures);
    this.anthropic = new AnthropicService(signatures);
    this.gemini = new GeminiService(signatures);
  }

  /** The dialect of a POST, or {@code null} if it is of none. */
  @Nullable DialectService of(Call call) {
    String path = call.path();
    if (path.endsWith("/chat/completions")) {
      return chat;
    }
    if (path.endsWith("/responses")) {
      return responses;
    }
    if (path.endsWith("/embeddings")) {
      return embeddings;
    }
    if (path.endsWith("/messages") || path.endsWith("/messages/count_tokens")) {
      return anthropic;
    }
    if (GeminiService.PATH.matcher(path).matches()) {
      return gemini;
    }
    if (path.endsWith("/v2/chat") || path.endsWith("/v2/embed")) {
      return cohere;
    }
    if (path.endsWith("/api/chat") || path.endsWith("/api/embed")) {
      return ollama;
    }
    if (BedrockService.PATH.matcher(path).matches()) {
      return bedrock;
    }
    return null;
  }

  /** What a GET gets to see, or {@code null} if there is nothing there. */
  @Nullable Listing listing(Call call) {
    String path = call.path();
    if (path.endsWith("/v1/models") && call.header("anthropic-version") != null) {
      return listing(anthropic, call, Listings.anthropic(profile));
    }
    if (path.endsWith("/v1/models")) {
      return listing(chat, call, ModelsJson.of(profile));
    }
    if (path.endsWith("/v1beta/models")) {
      return listing(gemini, call, Listings.gemini(profile));
    }
    if (path.endsWith("/api/tags")) {
      return listing(ollama, call, Listings.ollama(profile));
    }
    if (path.endsWith("/api/version")) {
      return listing(ollama, call, "{\"version\":\"0.13.0\"}");
    }
    return null;
  }

  private Listing listing(DialectService service, Call call, String json) {
    try {
      service.authorize(call, profile.key());
      return new Listing(service, null, json);
    } catch (Refusal refusal) {
      return new Listing(service, refusal, "");
    }
  }
}
