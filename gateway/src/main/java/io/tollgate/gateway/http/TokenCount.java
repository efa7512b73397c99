package io.tollgate.gateway.http;

import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.dialect.TokenCounting;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.gateway.exchange.ClientRequest;
import io.tollgate.gateway.exchange.GatheredBytes;
import io.tollgate.gateway.exchange.ResponseHeaders;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** The answer to a client that asks what a request would come to in tokens. */
final class TokenCount {

  private TokenCount() {}

  /**
   * Answers with the estimate that holds are sized by, and says that it is one; or says why not.
   */
  static @Nullable ErrorReply answer(ClientRequest client, RequestHead head, GatheredBytes body) {
    if (!(client.dialect() instanceof TokenCounting counting)) {
      return Refusals.FAULT;
    }
    try {
      long tokens =
          counting
              .readCount(head, body.array(), body.offset(), body.length())
              .profile()
              .inputTokens();
      client
          .http()
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .putHeader(ResponseHeaders.WARNINGS, "estimated by size; no provider was asked")
          .end(Buffer.buffer(counting.countBody(tokens)));
      return null;
    } catch (MalformedRequest e) {
      return Refusals.malformed(e);
    }
  }
}
