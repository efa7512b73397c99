package io.tollgate.gateway.keys;

import org.jspecify.annotations.Nullable;

/**
 * A key that a caller presents instead of a provider's: known by its public id, proven by a secret
 * of which only the digest is kept.
 *
 * @param id the public id, safe to print: ledger entries and metrics carry it
 * @param name what its owner calls it
 * @param secretSha256 SHA-256 of the whole key text, as lowercase hex
 * @param revokedAt RFC 3339 instant of its revocation, or {@code null} while it is good
 */
public record VirtualKey(String id, String name, String secretSha256, @Nullable String revokedAt) {

  /** Whether the key may still be used. */
  public boolean isActive() {
    return revokedAt == null;
  }
}
