package io.tollgate.adapters.conversation;

import org.jspecify.annotations.Nullable;

/**
 * A place where a provider's prompt cache may end.
 *
 * @param ttl {@code 5m} or {@code 1h}; {@code null} for the provider's default
 */
public record CacheMark(@Nullable String ttl) {}
