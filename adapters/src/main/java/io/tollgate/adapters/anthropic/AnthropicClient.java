package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.dialect.TokenCounting;
import io.tollgate.adapters.profile.MalformedRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Anthropic's Messages as clients speak them. */
public record AnthropicClient() implements ClientDialect, TokenCounting {

  /** The dialect's name. */
  public static final String NAME = "anthropic";

  /**
   * Where {@link RequestHead#headers} says that the request's query holds {@code beta=true}. No
   * header can have this name.
   */
  public static final String BETA_QUERY = "?beta";

  private static final List<String> HEADERS =
      List.of(AnthropicProvider.VERSION_HEADER, AnthropicProvider.BETA_HEADER);

  /**
   * The refusal of a message thread that no provider can keep. On its code Anthropic's SDKs send
   * the whole conversation instead, from then on.
   */
  public static final ClientError THREAD_REFUSAL =
      new ClientError(
          400,
          "thread_unsupported_request",
          "thread",
          "Message threads are not available here; send the whole conversation without 'thread'.",
          null);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public AnthropicRequest read(RequestHead head, byte[] body, int offset, int length)
      throws MalformedRequest {
    return RequestReader.read(head, body, offset, length, true);
  }

  @Override
  public AnthropicRequest readCount(RequestHead head, byte[] body, int offset, int length)
      throws MalformedRequest {
    return RequestReader.read(head, body, offset, length, false);
  }

  @Override
  public byte[] countBody(long inputTokens) {
    return ("{\"input_tokens\":" + inputTokens + "}").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public List<String> headers() {
    return HEADERS;
  }

  @Override
  public String requestIdHeader() {
    return "request-id";
  }

  @Override
  public int overBudgetStatus() {
    return 402;
  }

  @Override
  public byte[] errorBody(ClientError error) {
    return ErrorBody.of(error).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] errorEvent(ClientError error) {
    return ("event: error\ndata: " + ErrorBody.of(error) + "\n\n").getBytes(StandardCharsets.UTF_8);
  }
}
