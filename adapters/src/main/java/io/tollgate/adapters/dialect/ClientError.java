package io.tollgate.adapters.dialect;

import org.jspecify.annotations.Nullable;

/**
 * An error as a client is to be told.
 *
 * @param status the HTTP status it goes with, 400 to 599
 * @param code what is wrong, in a word that programs can compare
 * @param param the parameter that is wrong, or {@code null}
 * @param message what is wrong, in a sentence
 * @param providerType the provider's class of error where it is passed on, or {@code null}
 */
public record ClientError(
    int status,
    @Nullable String code,
    @Nullable String param,
    String message,
    @Nullable String providerType) {

  /** An error of the gateway's own. */
  public static ClientError of(int status, @Nullable String code, String message) {
    return new ClientError(status, code, null, message, null);
  }
}
