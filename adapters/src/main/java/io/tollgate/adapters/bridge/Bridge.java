package io.tollgate.adapters.bridge;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.LeftOut;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.ProviderRequest;
import io.tollgate.adapters.dialect.ReasoningMemory;
import io.tollgate.adapters.profile.MalformedRequest;
import java.util.List;

/** Finds the way of a request to a provider: its bytes as they are where that is possible. */
public final class Bridge {

  private Bridge() {}

  /**
   * The way of a call to a deployment.
   *
   * @param dialects those the provider speaks, the one it speaks best first; at least one
   * @param upstreamModel the model's name at the provider
   * @param memory what was thought before earlier tool calls
   * @throws MalformedRequest if the request has to be translated and a part of it has a wrong
   *     shape, or if the provider cannot be asked for it at all ({@code unsupported_by_provider})
   */
  public static Crossing cross(
      ClientCall call, List<ProviderDialect> dialects, String upstreamModel, ReasoningMemory memory)
      throws MalformedRequest {
    for (ProviderDialect dialect : dialects) {
      Crossing crossing = dialect.passThrough(call, upstreamModel);
      if (crossing != null) {
        return crossing;
      }
    }
    Conversation conversation = call.conversation();
    ProviderDialect dialect =
        dialects.stream()
            .filter(ProviderDialect::talks)
            .findFirst()
            .orElseThrow(Bridge::makesEmbeddingsOnly);
    Losses losses = new Losses();
    Conversation said = Recollection.in(conversation, memory);
    ProviderRequest request = dialect.write(said, upstreamModel, losses);
    LeftOut.unread(said, said.dialect().equals(dialect.name()), losses);
    ToolAliases aliases = ToolAliases.of(said, dialect);
    return new Translation(call, dialect, request, losses.all(), aliases, memory);
  }

  private static MalformedRequest makesEmbeddingsOnly() {
    return new MalformedRequest(
        400,
        "unsupported_by_provider",
        "model",
        "The provider of this model makes embeddings and holds no conversations.");
  }
}
