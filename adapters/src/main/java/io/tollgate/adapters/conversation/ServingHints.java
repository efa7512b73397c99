package io.tollgate.adapters.conversation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of the way it wants to be served, and not of the answer.
 *
 * @param serviceTier the service tier in the client's own words
 * @param user the caller's end-user tag ({@code user}, {@code metadata.user_id}, ...)
 * @param promptCacheKey what keeps requests with a common beginning together
 * @param store whether the provider is to keep the answer; {@code null} unsaid
 * @param metadata labels of the client's
 */
public record ServingHints(
    @Nullable String serviceTier,
    @Nullable String user,
    @Nullable String promptCacheKey,
    @Nullable Boolean store,
    Map<String, String> metadata) {

  /** Nothing said. */
  public static final ServingHints UNSAID = new ServingHints(null, null, null, null, Map.of());

  public ServingHints {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }
}
