package io.tollgate.adapters.openai.chat;

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
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's chat completions as a provider speaks them.
 *
 * @param usage how it counts
 * @param quirks where it differs
 * @param endpoints where it takes requests
 */
public record ChatProvider(UsageRule usage, Set<Quirk> quirks, Endpoints endpoints)
    implements ProviderDialect {

  /** Where OpenAI takes requests. */
  public static final Endpoints ENDPOINTS = Endpoints.of("/chat/completions");

  private static final String EVENT_STREAM = "text/event-stream";

  public ChatProvider {
    quirks = Set.copyOf(quirks);
  }

  /** A provider without quirks. */
  public static ChatProvider of(UsageRule usage) {
    return new ChatProvider(usage, Set.of(), ENDPOINTS);
  }

  @Override
  public String name() {
    return ChatClient.NAME;
  }

  @Override
  public @Nullable Crossing passThrough(ClientCall call, String upstreamModel) {
    if (!(call instanceof ChatRequest chat)) {
      return null;
    }
    if (!Collections.disjoint(quirks, chat.meets())) {
      return null;
    }
    boolean stream = chat.profile().stream();
    return new ChatPassThrough(
        chat,
        this,
        new ProviderRequest(
            endpoints.path(upstreamModel, stream),
            Map.of(),
            chat.splice(upstreamModel, stream && !quirks.contains(Quirk.NO_STREAM_OPTIONS))));
  }

  @Override
  public ProviderRequest write(Conversation conversation, String upstreamModel, Losses losses) {
    return ProviderRequest.of(
        endpoints.path(upstreamModel, conversation.stream()),
        ChatConversationWriter.write(conversation, upstreamModel, quirks, losses));
  }

  @Override
  public String toolName(String name) {
    return ToolNames.fit(name);
  }

  @Override
  public CompletionReading read(byte[] body, int offset, int length) {
    return ChatCompletionReader.read(
        body, offset, length, usage, quirks.contains(Quirk.REASONING_CONTENT));
  }

  @Override
  public StreamDecoder decoder(int choices, int maxEventBytes) {
    return new ChatDecoder(usage, quirks.contains(Quirk.REASONING_CONTENT), maxEventBytes);
  }

  @Override
  public @Nullable ReportedUsage usage(byte[] document, int offset, int length) {
    return usage.read(document, offset, length);
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
