package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.profile.MalformedRequest;

/** OpenAI's Responses API as clients speak it, Codex among them. */
public record ResponsesClient() implements ClientDialect {

  /** The dialect's name. */
  public static final String NAME = "openai-responses";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ResponsesRequest read(RequestHead head, byte[] body, int offset, int length)
      throws MalformedRequest {
    return ResponsesRequestReader.read(body, offset, length, Continuation.NONE);
  }

  @Override
  public byte[] errorBody(ClientError error) {
    return ResponsesErrors.body(error);
  }

  @Override
  public byte[] errorEvent(ClientError error) {
    return ResponsesErrors.event(error);
  }
}
