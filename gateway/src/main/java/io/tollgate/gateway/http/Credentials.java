package io.tollgate.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The virtual key of a request, in any of the places where SDKs put their keys. */
final class Credentials {

  private static final CharSequence API_KEY = HttpHeaders.createOptimized("x-api-key");
  private static final CharSequence GOOGLE_API_KEY = HttpHeaders.createOptimized("x-goog-api-key");
  private static final CharSequence AZURE_API_KEY = HttpHeaders.createOptimized("api-key");
  private static final String BEARER = "Bearer ";

  private Credentials() {}

  /**
   * The key: Anthropic's header first, for its SDKs may send both, then Google's and Azure's, then
   * the bearer token; {@code null} where there is none.
   */
  static @Nullable String key(HttpServerRequest request) {
    for (CharSequence name : new CharSequence[] {API_KEY, GOOGLE_API_KEY, AZURE_API_KEY}) {
      String value = request.getHeader(name);
      if (value != null) {
        return value.strip();
      }
    }
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? null
        : header.substring(BEARER.length()).strip();
  }

  /** Whether a key stands in the address, which ends up in the logs of everything in between. */
  static boolean isInQuery(@Nullable String query) {
    if (query == null) {
      return false;
    }
    for (String pair : query.split("&", -1)) {
      int end = pair.indexOf('=');
      String name = (end < 0 ? pair : pair.substring(0, end)).toLowerCase(Locale.ROOT);
      if (name.equals("key") || name.equals("api_key") || name.equals("access_token")) {
        return true;
      }
    }
    return false;
  }
}
