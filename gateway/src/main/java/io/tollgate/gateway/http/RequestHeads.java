package io.tollgate.gateway.http;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.RequestHead;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of a request belongs to its dialect and stands outside of its body. */
final class RequestHeads {

  private RequestHeads() {}

  /** Whether the query asks for a stream of events, and not for an array that grows. */
  static boolean asksForEvents(HttpServerRequest request) {
    return has(request, "alt=sse");
  }

  private static boolean has(HttpServerRequest request, String pair) {
    String query = request.query();
    return query != null && ("&" + query + "&").contains("&" + pair + "&");
  }

  static RequestHead of(
      HttpServerRequest request,
      ClientDialect dialect,
      @Nullable String pathModel,
      boolean streams) {
    Map<String, String> headers = Map.of();
    if (!dialect.headers().isEmpty()) {
      headers = new HashMap<>();
      for (String name : dialect.headers()) {
        List<String> values = request.headers().getAll(name);
        if (!values.isEmpty()) {
          headers.put(name, String.join(",", values));
        }
      }
      if (has(request, "beta=true")) {
        headers.put(AnthropicClient.BETA_QUERY, "true");
      }
    }
    return pathModel == null && headers.isEmpty()
        ? RequestHead.NONE
        : new RequestHead(pathModel, streams, headers);
  }
}
