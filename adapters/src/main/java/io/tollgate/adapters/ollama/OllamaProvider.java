package io.tollgate.adapters.ollama;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ollama's own chat API. No client speaks it here.
 *
 * @param quirks where a server differs; none of them concerns this dialect
 * @param endpoints where it takes requests
 */
public record OllamaProvider(Set<Quirk> quirks, Endpoints endpoints) implements ProviderDialect {

  /** The dialect's name. */
  public static final String NAME = "ollama";

  /** Where Ollama takes requests, below the address of the server. */
  public static final Endpoints ENDPOINTS = Endpoints.of("/api/chat");

  public OllamaProvider {
    quirks = Set.copyOf(quirks);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public @Nullable Crossing passThrough(ClientCall call, String upstreamModel) {
    return null;
  }

  @Override
  public ProviderRequest write(Conversation conversation, String upstreamModel, Losses losses) {
    byte[] body = JsonDocument.write(new OllamaWriter(conversation, losses).request(upstreamModel));
    return ProviderRequest.of(endpoints.path(upstreamModel, conversation.stream()), body);
  }

  @Override
  public CompletionReading read(byte[] body, int offset, int length) {
    return OllamaReader.read(body, offset, length);
  }

  @Override
  public StreamDecoder decoder(int choices, int maxEventBytes) {
    return new OllamaDecoder(maxEventBytes);
  }

  @Override
  public @Nullable ReportedUsage usage(byte[] document, int offset, int length) {
    return OllamaReader.usage(document, offset, length);
  }

  @Override
  public String streamType() {
    return "application/x-ndjson";
  }

  @Override
  public ProviderError error(int status, byte[] body, int offset, int length) {
    return ProviderErrorReader.read(body, offset, length);
  }
}
