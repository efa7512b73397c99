package io.tollgate.bench.provider;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request on the wire.
 *
 * @param path without the query, still encoded
 * @param query the part after the question mark; empty if there is none
 */
record Call(String method, String path, String query, MultiMap headers, Buffer body) {

  static Call of(HttpServerRequest request, Buffer body) {
    @Nullable String path = request.path();
    @Nullable String query = request.query();
    return new Call(
        request.method().name(),
        path == null ? "" : path,
        query == null ? "" : query,
        request.headers(),
        body);
  }

  @Nullable String header(String name) {
    return headers.get(name);
  }

  /** Whether the caller shows this bearer token. */
  boolean bears(String key) {
    return ("Bearer " + key).equals(header("authorization"));
  }
}
