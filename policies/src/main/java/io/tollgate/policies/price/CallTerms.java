package io.tollgate.policies.price;

import org.jspecify.annotations.Nullable;

/**
 * What moves the price of a call beside its usage and its time, in the provider's words.
 *
 * @param servedTier the service tier that it was served in; {@code null} where that is not said
 * @param region the region that it was served in; {@code null} where that is not said
 */
public record CallTerms(@Nullable String servedTier, @Nullable String region) {

  /** The standard tier, wherever it is served. */
  public static final CallTerms STANDARD = new CallTerms(null, null);

  /** The terms of what a provider says; {@link #STANDARD} where it says nothing. */
  public static CallTerms of(@Nullable String servedTier, @Nullable String region) {
    return servedTier == null && region == null ? STANDARD : new CallTerms(servedTier, region);
  }
}
