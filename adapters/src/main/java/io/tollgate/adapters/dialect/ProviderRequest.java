package io.tollgate.adapters.dialect;

import io.tollgate.adapters.json.Segments;
import java.util.Map;

/**
 * What is sent to a provider.
 *
 * @param path below the provider's base URL, beginning with a slash, with its query if it has one;
 *     names in it are escaped
 * @param headers beside those of every request and of authentication
 */
public record ProviderRequest(String path, Map<String, String> headers, Segments body) {

  public ProviderRequest {
    headers = Map.copyOf(headers);
  }

  /** A request without headers of its own. */
  public static ProviderRequest of(String path, byte[] body) {
    return new ProviderRequest(path, Map.of(), Segments.of(body, 0, body.length));
  }
}
