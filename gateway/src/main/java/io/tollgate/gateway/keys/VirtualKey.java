package io.tollgate.gateway.keys;

import java.time.Instant;
import java.util.HexFormat;
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

  public VirtualKey {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: blank (expected: what the key is for)");
    }
  }

  /**
   * What is kept of a key text.
   *
   * @throws IllegalArgumentException if the text is not a key
   */
  public static VirtualKey of(String keyText, String name) {
    String id = KeyText.publicId(keyText);
    if (id == null) {
      throw new IllegalArgumentException("not a key");
    }
    return new VirtualKey(id, name, HexFormat.of().formatHex(KeyText.digest(keyText)), null);
  }

  /** The same key, revoked; one that is revoked already stays as it is. */
  public VirtualKey revoked(Instant at) {
    return isActive() ? new VirtualKey(id, name, secretSha256, at.toString()) : this;
  }

  /** Whether the key may still be used. */
  public boolean isActive() {
    return revokedAt == null;
  }
}
