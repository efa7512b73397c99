package io.tollgate.gateway.upstream;

import org.jspecify.annotations.Nullable;

/** How the gateway proves to a provider who it is. */
public sealed interface Authentication {

  /** Nobody asks. */
  record None() implements Authentication {}

  /** A key in {@code Authorization: Bearer}. */
  record Bearer(Secret key) implements Authentication {}

  /**
   * A key in a header of the provider's own.
   *
   * @param name in lower case, e.g. {@code x-api-key}
   */
  record Header(String name, Secret key) implements Authentication {}

  /** A bearer key, or nothing where there is none. */
  static Authentication bearer(@Nullable Secret key) {
    return key == null ? new None() : new Bearer(key);
  }
}
