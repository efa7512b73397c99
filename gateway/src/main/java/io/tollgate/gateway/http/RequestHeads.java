package io.tollgate.gateway.http;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.dialect.RequestHead;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Locale;
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

  static RequestHead of(HttpServerRequest request, @Nullable String pathModel, boolean streams) {
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, String> header : request.headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.startsWith("anthropic-") || name.equals("openai-beta")) {
        headers.merge(name, header.getValue(), (one, more) -> one + "," + more);
      }
    }
    if (has(request, "beta=true")) {
      headers.put(AnthropicClient.BETA_QUERY, "true");
    }
    return pathModel == null && headers.isEmpty()
        ? RequestHead.NONE
        : new RequestHead(pathModel, streams, headers);
  }
}
