package io.tollgate.gateway.http;

import io.tollgate.gateway.keys.PresentedKey;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The virtual keys of one connection's requests, in any of the places where SDKs put theirs.
 *
 * <p>Used on the connection's event loop only.
 */
final class Credentials {

  /** Those of the SDKs of Anthropic, Google and Azure. */
  private static final List<CharSequence> HEADERS =
      List.of(
          HttpHeaders.createOptimized("x-api-key"),
          HttpHeaders.createOptimized("x-goog-api-key"),
          HttpHeaders.createOptimized("api-key"));

  private static final String BEARER = "Bearer ";

  // What was looked at last: where a head is repeated, its values are the same objects.
  private @Nullable String latestHeader;
  private @Nullable PresentedKey latestKey;

  /** All that may be the key: SDKs and proxies put keys of others beside it. */
  List<PresentedKey> keys(HttpServerRequest request) {
    List<PresentedKey> keys = new ArrayList<>(2);
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      keys.add(key(header, BEARER.length()));
    }
    for (CharSequence name : HEADERS) {
      String value = request.getHeader(name);
      if (value != null) {
        keys.add(key(value, 0));
      }
    }
    return keys;
  }

  @SuppressWarnings("ReferenceEquality") // to compare the texts would take longer where they differ
  private PresentedKey key(String header, int from) {
    PresentedKey latest = latestKey;
    if (latest != null && header == latestHeader) {
      return latest;
    }
    PresentedKey key = PresentedKey.of(header.substring(from).strip());
    latestHeader = header;
    latestKey = key;
    return key;
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
