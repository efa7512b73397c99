package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.profile.MalformedRequest;

/** OpenAI's chat completions as clients speak them. */
public record ChatClient() implements ClientDialect {

  /** The dialect's name. */
  public static final String NAME = "openai-chat";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ClientCall read(RequestHead head, byte[] body, int offset, int length)
      throws MalformedRequest {
    return ChatRequest.read(body, offset, length);
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
