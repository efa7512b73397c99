package io.tollgate.adapters.conversation;

import org.jspecify.annotations.Nullable;

/**
 * An error in a provider's own words, whatever the shape it came in.
 *
 * @param message what the provider said, shortened and without control characters; empty where it
 *     said nothing that can be shown
 * @param type the provider's class of error, if it gave one
 * @param code the provider's code, a number written in digits, if it gave one
 * @param param the parameter the provider objects to, if it named one
 * @param retryAfterMs how long the provider wants to be left alone, in milliseconds, where it says
 *     so in the body; -1 where it does not
 */
public record ProviderError(
    String message,
    @Nullable String type,
    @Nullable String code,
    @Nullable String param,
    long retryAfterMs)
    implements CompletionReading {

  /** An error that does not say when to come back. */
  public ProviderError(
      String message, @Nullable String type, @Nullable String code, @Nullable String param) {
    this(message, type, code, param, -1);
  }
}
