package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.CompletionReading;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import org.jspecify.annotations.Nullable;

/**
 * A dialect as one provider speaks it, quirks included. Implementations are immutable and have
 * value equality, so that a changed configuration is seen to have changed.
 */
public interface ProviderDialect {

  /** Its name, e.g. {@code openai-chat}. */
  String name();

  /**
   * Whether conversations can be written in it; a dialect of embeddings alone finds a way for
   * requests of its own, and is never asked to write or read anything else.
   */
  default boolean talks() {
    return true;
  }

  /**
   * A call whose bytes pass through, because the client speaks the same dialect and nothing of what
   * it asks for meets a quirk; {@code null} for any other.
   *
   * @param upstreamModel the model's name at the provider
   */
  @Nullable Crossing passThrough(ClientCall call, String upstreamModel);

  /**
   * A conversation in this dialect. What it has no word for is noted as a loss and left out.
   *
   * @param upstreamModel the model's name at the provider
   */
  ProviderRequest write(Conversation conversation, String upstreamModel, Losses losses);

  /**
   * What a tool of this name is called in what {@link #write} writes: the same again, or where the
   * dialect refuses such a name, always the same other one.
   */
  default String toolName(String name) {
    return name;
  }

  /** Reads the body of a plain answer with status 200. */
  CompletionReading read(byte[] body, int offset, int length);

  /**
   * Reads a streamed answer.
   *
   * @param choices answers asked for, at least 1
   * @param maxEventBytes the largest event that is accepted
   */
  StreamDecoder decoder(int choices, int maxEventBytes);

  /**
   * What the report in a whole answer comes to, whatever else is or is not in it; {@code null}
   * where it has none.
   */
  @Nullable ReportedUsage usage(byte[] document, int offset, int length);

  /** The media type of its streams, in lower case and without parameters. */
  String streamType();

  /** Reads the body of an answer with an error status. */
  ProviderError error(int status, byte[] body, int offset, int length);
}
