package io.tollgate.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;

/**
 * A complete answer with status 200, to be given again.
 *
 * @param fingerprint of the body of the request it answers
 * @param headers its headers without those that frame it
 * @param body its body, not to be changed
 */
record KeptAnswer(String fingerprint, List<Map.Entry<String, String>> headers, Buffer body) {

  private static final CharSequence REPLAY =
      HttpHeaders.createOptimized("x-tollgate-idempotent-replay");
  private static final CharSequence TRUE = HttpHeaders.createOptimized("true");

  /** What the entry takes beside its texts. */
  private static final int OVERHEAD_BYTES = 1024;

  KeptAnswer {
    headers = List.copyOf(headers);
  }

  /** About the bytes it takes in memory. */
  int weight(IdempotentAnswers.Scope scope) {
    int bytes = OVERHEAD_BYTES + body.length() + scope.value().length();
    for (Map.Entry<String, String> header : headers) {
      bytes += header.getKey().length() + header.getValue().length();
    }
    return bytes;
  }

  /** Gives it again, and says so; completes when it is written. */
  Future<Void> send(HttpServerResponse response) {
    response.setStatusCode(200);
    headers.forEach(header -> response.putHeader(header.getKey(), header.getValue()));
    response.putHeader(REPLAY, TRUE);
    return response.end(body.copy());
  }
}
