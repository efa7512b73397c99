package io.tollgate.adapters.openai.responses;

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
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's Responses API as a provider speaks it.
 *
 * @param quirks where it differs
 * @param endpoints where it takes requests
 */
public record ResponsesProvider(Set<Quirk> quirks, Endpoints endpoints) implements ProviderDialect {

  /** Where OpenAI takes requests. */
  public static final Endpoints ENDPOINTS = Endpoints.of("/responses");

  private static final String EVENT_STREAM = "text/event-stream";

  public ResponsesProvider {
    quirks = Set.copyOf(quirks);
  }

  /** A provider without quirks. */
  public static ResponsesProvider of() {
    return new ResponsesProvider(Set.of(), ENDPOINTS);
  }

  @Override
  public String name() {
    return ResponsesClient.NAME;
  }

  @Override
  public @Nullable Crossing passThrough(ClientCall call, String upstreamModel) {
    if (!(call instanceof ResponsesRequest request)
        || !Collections.disjoint(quirks, request.metQuirks())) {
      return null;
    }
    String path = endpoints.path(upstreamModel, request.profile().stream());
    return new ResponsesPassThrough(
        this,
        new ProviderRequest(path, Map.of(), request.splice(upstreamModel)),
        request.spliceLosses());
  }

  @Override
  public ProviderRequest write(Conversation conversation, String upstreamModel, Losses losses) {
    byte[] body =
        JsonDocument.write(new RequestWriter(conversation, quirks, losses).write(upstreamModel));
    return ProviderRequest.of(endpoints.path(upstreamModel, conversation.stream()), body);
  }

  @Override
  public CompletionReading read(byte[] body, int offset, int length) {
    return CompletionReader.read(body, offset, length);
  }

  @Override
  public StreamDecoder decoder(int choices, int maxEventBytes) {
    return new ResponsesDecoder(maxEventBytes);
  }

  @Override
  public @Nullable ReportedUsage usage(byte[] document, int offset, int length) {
    return ResponsesAnswer.readUsage(document, offset, length);
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
