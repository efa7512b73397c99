package io.tollgate.adapters.gemini;

import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.dialect.TokenCounting;
import io.tollgate.adapters.profile.MalformedRequest;
import java.nio.charset.StandardCharsets;

/** Google's {@code generateContent} as clients speak it. */
public record GeminiClient() implements ClientDialect, TokenCounting {

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
  public ClientCall readCount(RequestHead head, byte[] body, int offset, int length)
      throws MalformedRequest {
    return GeminiRequestReader.readCount(head, body, offset, length);
  }

  @Override
  public byte[] countBody(long inputTokens) {
    return ("{\"totalTokens\":" + inputTokens + "}").getBytes(StandardCharsets.US_ASCII);
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
