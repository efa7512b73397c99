package io.tollgate.adapters.gemini;

import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.profile.MalformedRequest;

/** Google's {@code generateContent} as clients speak it. */
public record GeminiClient() implements ClientDialect {

  /** The dialect's name. */
  public static final String NAME = "gemini";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ClientCall read(RequestHead head, byte[] body, int offset, int length)
      throws MalformedRequest {
    return GeminiRequestReader.read(head, body, offset, length);
  }

  @Override
  public byte[] errorBody(ClientError error) {
    return GeminiErrors.body(error);
  }

  @Override
  public byte[] errorEvent(ClientError error) {
    return GeminiErrors.event(error);
  }
}
