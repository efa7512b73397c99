package io.tollgate.adapters.gemini;

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
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.dialect.StreamDecoder;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.routing.RequestProfile;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Google's {@code generateContent} as a provider speaks it.
 *
 * @param quirks where it differs
 * @param endpoints where it takes requests
 */
public record GeminiProvider(Set<Quirk> quirks, Endpoints endpoints) implements ProviderDialect {

  /** Where the Gemini API takes requests, below a base URL that ends in its version. */
  public static final Endpoints ENDPOINTS =
      new Endpoints(
          "/models/{model}:generateContent", "/models/{model}:streamGenerateContent?alt=sse");

  /** Where Vertex AI takes requests, below the base URL of a project's location. */
  public static final Endpoints VERTEX_ENDPOINTS =
      new Endpoints(
          "/publishers/google/models/{model}:generateContent",
          "/publishers/google/models/{model}:streamGenerateContent?alt=sse");

  private static final String EVENT_STREAM = "text/event-stream";

  public GeminiProvider {
    quirks = Set.copyOf(quirks);
  }

  /** The Gemini API. */
  public static GeminiProvider of() {
    return new GeminiProvider(Set.of(), ENDPOINTS);
  }

  @Override
  public String name() {
    return GeminiClient.NAME;
  }

  @Override
  public @Nullable Crossing passThrough(ClientCall call, String upstreamModel) {
    if (!(call instanceof GeminiRequest request) || meetsQuirk(request.profile())) {
      return null;
    }
    String path = endpoints.path(upstreamModel, request.profile().stream());
    return new GeminiPassThrough(
        request, this, new ProviderRequest(path, Map.of(), request.forwarded()));
  }

  private boolean meetsQuirk(RequestProfile profile) {
    return (quirks.contains(Quirk.ONE_CHOICE) && profile.choices() > 1)
        || (quirks.contains(Quirk.NO_JSON_SCHEMA)
            && profile.needs().contains(Capability.JSON_SCHEMA));
  }

  @Override
  public ProviderRequest write(Conversation conversation, String upstreamModel, Losses losses) {
    byte[] body =
        JsonDocument.write(RequestWriter.write(conversation, upstreamModel, quirks, losses));
    return ProviderRequest.of(endpoints.path(upstreamModel, conversation.stream()), body);
  }

  @Override
  public CompletionReading read(byte[] body, int offset, int length) {
    return AnswerReader.read(body, offset, length);
  }

  @Override
  public StreamDecoder decoder(int choices, int maxEventBytes) {
    return new GeminiDecoder(choices, maxEventBytes);
  }

  @Override
  public @Nullable ReportedUsage usage(byte[] document, int offset, int length) {
    try {
      return GeminiUsage.read(
          Nodes.object(JsonDocument.read(document, offset, length), "usageMetadata"));
    } catch (JacksonException e) {
      return null;
    }
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
