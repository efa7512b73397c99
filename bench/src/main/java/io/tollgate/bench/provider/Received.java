package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it reached a simulated provider.
 *
 * @param dialect the dialect its path belongs to
 * @param method the HTTP method
 * @param pathWithQuery the target as it was sent
 * @param headers all headers, as often and in the order they were sent
 * @param body the bytes of the body; not to be changed
 */
public record Received(
    Dialect dialect,
    String method,
    String pathWithQuery,
    List<Map.Entry<String, String>> headers,
    Buffer body) {

  public Received {
    headers = List.copyOf(headers);
  }

  /** The first header of a name, in any case of letters, or {@code null}. */
  public @Nullable String header(String name) {
    return headers.stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** The body as text. */
  public String text() {
    return body.toString();
  }
}
