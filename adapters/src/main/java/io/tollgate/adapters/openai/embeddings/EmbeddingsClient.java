package io.tollgate.adapters.openai.embeddings;

import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.openai.chat.ChatErrors;
import io.tollgate.adapters.profile.MalformedRequest;

/** OpenAI's embeddings as clients ask for them. Nothing is said and nothing is streamed. */
public record EmbeddingsClient() implements ClientDialect {

  /** The dialect's name. */
  public static final String NAME = "openai-embeddings";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ClientCall read(RequestHead head, byte[] body, int offset, int length)
      throws MalformedRequest {
    return EmbeddingsRequestReader.read(body, offset, length);
  }

  @Override
  public byte[] errorBody(ClientError error) {
    return ChatErrors.body(error.status(), error.code(), error.param(), error.message());
  }

  @Override
  public byte[] errorEvent(ClientError error) {
    return ChatErrors.event(error.status(), error.code(), error.param(), error.message());
  }
}
