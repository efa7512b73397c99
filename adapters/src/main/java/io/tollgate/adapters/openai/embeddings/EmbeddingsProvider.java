package io.tollgate.adapters.openai.embeddings;

import io.tollgate.adapters.conversation.CompletionReading;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.Endpoints;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.dialect.ProviderRequest;
import io.tollgate.adapters.dialect.StreamDecoder;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Segments;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings as a provider makes them. It holds no conversations: all it does is to find the way of
 * a request for embeddings.
 *
 * @param api in whose words
 * @param endpoints where it takes requests
 */
public record EmbeddingsProvider(Api api, Endpoints endpoints) implements ProviderDialect {

  /** Whose words a provider of embeddings speaks. */
  public enum Api {
    /** OpenAI's, as most do: {@code /embeddings} below {@code .../v1}. */
    OPENAI(EmbeddingsClient.NAME, "/embeddings"),
    /** Gemini's: {@code batchEmbedContents} below {@code .../v1beta}. */
    GEMINI("gemini-embeddings", "/models/{model}:batchEmbedContents"),
    /** Cohere's: {@code /embed} below {@code .../v2}. */
    COHERE("cohere-embeddings", "/embed"),
    /** Ollama's own: {@code /api/embed} below the address of the server. */
    OLLAMA("ollama-embeddings", "/api/embed");

    private final String key;
    private final String path;

    Api(String key, String path) {
      this.key = key;
      this.path = path;
    }

    /** The dialect's name. */
    public String key() {
      return key;
    }
  }

  /** A provider that takes requests in the usual place. */
  public static EmbeddingsProvider of(Api api) {
    return new EmbeddingsProvider(api, Endpoints.of(api.path));
  }

  @Override
  public String name() {
    return api.key();
  }

  @Override
  public boolean talks() {
    return false;
  }

  /**
   * The way of a request for embeddings, be it that its bytes pass through or that they are
   * translated; {@code null} for what is no such request, or one of tokens for a provider that
   * takes texts only.
   */
  @Override
  public @Nullable Crossing passThrough(ClientCall call, String upstreamModel) {
    if (!(call instanceof EmbeddingsRequest request)) {
      return null;
    }
    String path = endpoints.path(upstreamModel, false);
    if (api == Api.OPENAI) {
      Segments body = request.splice(upstreamModel);
      return new EmbeddingsPassThrough(request, this, new ProviderRequest(path, Map.of(), body));
    }
    if (request.input() != EmbeddingsRequest.Input.TEXTS) {
      return null;
    }
    Losses losses = new Losses();
    VendorRequest written = VendorRequest.of(api, request, upstreamModel, losses);
    return new EmbeddingsTranslation(
        this,
        request,
        upstreamModel,
        written.texts(),
        ProviderRequest.of(path, JsonDocument.write(written.body())),
        losses.all());
  }

  @Override
  public ProviderRequest write(Conversation conversation, String upstreamModel, Losses losses) {
    throw noConversation();
  }

  @Override
  public CompletionReading read(byte[] body, int offset, int length) {
    throw noConversation();
  }

  @Override
  public StreamDecoder decoder(int choices, int maxEventBytes) {
    throw noConversation();
  }

  private static IllegalStateException noConversation() {
    return new IllegalStateException("a provider of embeddings holds no conversations");
  }

  @Override
  public @Nullable ReportedUsage usage(byte[] document, int offset, int length) {
    VectorAnswer answer = VectorAnswer.read(document, offset, length);
    return answer == null ? null : VectorUsage.of(api, answer);
  }

  @Override
  public String streamType() {
    return "application/json";
  }

  @Override
  public ProviderError error(int status, byte[] body, int offset, int length) {
    return ProviderErrorReader.read(body, offset, length);
  }
}
