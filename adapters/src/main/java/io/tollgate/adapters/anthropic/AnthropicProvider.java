package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.CompletionReading;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.Endpoints;
import io.tollgate.adapters.dialect.Loss;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.dialect.ProviderRequest;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.dialect.StreamDecoder;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Segments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anthropic's Messages as a provider speaks them.
 *
 * @param quirks where it differs
 * @param endpoints where it takes requests
 * @param version the {@code anthropic-version} for requests that do not name one; one that sets
 *     temperature or its kind is sent with {@link #SAMPLING_VERSION} where this is a later one,
 *     which refuses them
 */
public record AnthropicProvider(Set<Quirk> quirks, Endpoints endpoints, String version)
    implements ProviderDialect {

  /** Where Anthropic takes requests, below a base URL that ends in {@code /v1}. */
  public static final Endpoints ENDPOINTS = Endpoints.of("/messages");

  /** The version of the API since October 2026. */
  public static final String VERSION = "2026-10-21";

  /** The version before, which takes temperature, top_p and top_k. */
  public static final String SAMPLING_VERSION = "2023-06-01";

  static final String EVENT_STREAM = "text/event-stream";

  static final String VERSION_HEADER = "anthropic-version";
  static final String BETA_HEADER = "anthropic-beta";

  public AnthropicProvider {
    quirks = Set.copyOf(quirks);
  }

  /** Anthropic itself. */
  public static AnthropicProvider standard() {
    return new AnthropicProvider(Set.of(), ENDPOINTS, VERSION);
  }

  @Override
  public String name() {
    return AnthropicClient.NAME;
  }

  @Override
  public @Nullable Crossing passThrough(ClientCall call, String upstreamModel) {
    // What another provider thought or cited has to be taken out, so such a request is written
    // anew.
    if (!(call instanceof AnthropicRequest request) || request.isForeign()) {
      return null;
    }
    boolean takesSampling = !quirks.contains(Quirk.NO_SAMPLING);
    boolean cut = request.hasSampling() && !takesSampling;
    Segments body = request.splice(upstreamModel, takesSampling, quirks.contains(Quirk.VERTEX));
    Map<String, String> said = request.head().headers();
    Map<String, String> headers = headers(request.hasSampling() && takesSampling);
    copy(BETA_HEADER, said, headers);
    if (!quirks.contains(Quirk.VERTEX) && !cut) {
      copy(VERSION_HEADER, said, headers);
    }
    String path = endpoints.path(upstreamModel, request.profile().stream());
    if ("true".equals(said.get(AnthropicClient.BETA_QUERY))) {
      path += (path.indexOf('?') < 0 ? "?" : "&") + "beta=true";
    }
    List<Loss> losses =
        cut
            ? List.of(new Loss(Loss.Weight.HINT, "temperature", "the provider takes no sampling"))
            : List.of();
    return new PassThrough(this, new ProviderRequest(path, headers, body), losses);
  }

  @Override
  public ProviderRequest write(Conversation conversation, String upstreamModel, Losses losses) {
    ObjectNode body = RequestWriter.write(conversation, upstreamModel, quirks, losses);
    boolean sampling = body.has("temperature") || body.has("top_p") || body.has("top_k");
    Map<String, String> headers = headers(sampling);
    JsonNode betas = conversation.extras().get(BETA_HEADER);
    if (betas != null && betas.isString() && conversation.dialect().equals(AnthropicClient.NAME)) {
      headers.put(BETA_HEADER, betas.stringValue());
    }
    byte[] bytes = JsonDocument.write(body);
    return new ProviderRequest(
        endpoints.path(upstreamModel, conversation.stream()),
        headers,
        Segments.of(bytes, 0, bytes.length));
  }

  /**
   * Vertex AI has the version in the body. Versions are dates and so in the order of their text.
   */
  private Map<String, String> headers(boolean sampling) {
    Map<String, String> headers = new HashMap<>();
    if (!quirks.contains(Quirk.VERTEX)) {
      boolean older = sampling && version.compareTo(SAMPLING_VERSION) > 0;
      headers.put(VERSION_HEADER, older ? SAMPLING_VERSION : version);
    }
    return headers;
  }

  private static void copy(String name, Map<String, String> from, Map<String, String> to) {
    String value = from.get(name);
    if (value != null) {
      to.put(name, value);
    }
  }

  @Override
  public CompletionReading read(byte[] body, int offset, int length) {
    return AnswerReader.read(body, offset, length);
  }

  @Override
  public StreamDecoder decoder(int choices, int maxEventBytes) {
    return new MessageDecoder(maxEventBytes);
  }

  @Override
  public @Nullable ReportedUsage usage(byte[] document, int offset, int length) {
    return PlainAnswer.usage(document, offset, length);
  }

  @Override
  public String streamType() {
    return EVENT_STREAM;
  }

  @Override
  public ProviderError error(int status, byte[] body, int offset, int length) {
    return ProviderErrorReader.read(body, offset, length);
  }
}
