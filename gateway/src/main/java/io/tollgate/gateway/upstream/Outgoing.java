package io.tollgate.gateway.upstream;

import io.tollgate.adapters.json.Segments;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.impl.HttpRequestHead;

/**
 * A request to a provider as it goes out.
 *
 * @param path with the query
 * @param headers all of them once it goes out, {@code host} and {@code content-length} included
 */
record Outgoing(String path, MultiMap headers, Segments body) {

  /**
   * What a stream of Vert.x takes; the rest of it is for traces and metrics, which are not kept.
   */
  HttpRequestHead head() {
    return new HttpRequestHead("http", HttpMethod.POST, path, headers, null, path, null);
  }
}
