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
 * @param terms whose it is and how far it goes
 */
public record VirtualKey(
    String id, String name, String secretSha256, @Nullable String revokedAt, KeyTerms terms) {

  public VirtualKey {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: blank (expected: what the key is for)");
    }
  }

  /** A key of nobody in particular, without bounds. */
  public VirtualKey(String id, String name, String secretSha256, @Nullable String revokedAt) {
    this(id, name, secretSha256, revokedAt, KeyTerms.NONE);
  }

  /**
   * What is kept of a key text.
   *
   * @throws IllegalArgumentException if the text is not a key
   */
  public static VirtualKey of(String keyText, String name) {
    return of(keyText, name, KeyTerms.NONE);
  }

  /**
   * What is kept of a key text.
   *
   * @throws IllegalArgumentException if the text is not a key
   */
  public static VirtualKey of(String keyText, String name, KeyTerms terms) {
    String id = KeyText.publicId(keyText);
    if (id == null) {
      throw new IllegalArgumentException("not a key");
    }
    return new VirtualKey(id, name, digest(keyText), null, terms);
  }

  private static String digest(String keyText) {
    return HexFormat.of().formatHex(KeyText.digest(keyText));
  }

  /** The same key, revoked; one that is revoked already stays as it is. */
  public VirtualKey revoked(Instant at) {
    return isRevoked() ? this : new VirtualKey(id, name, secretSha256, at.toString(), terms);
  }

  /**
   * The same key with another secret; the present one is good for some time more.
   *
   * @param keyText a text of the same public id
   * @param until when the present secret ends
   */
  public VirtualKey rotated(String keyText, Instant until) {
    if (!id.equals(KeyText.publicId(keyText))) {
      throw new IllegalArgumentException("not a text of key " + id);
    }
    return new VirtualKey(
        id,
        name,
        digest(keyText),
        revokedAt,
        terms.replacing(new KeyTerms.Previous(secretSha256, until)));
  }

  /** Whether it was revoked. */
  public boolean isRevoked() {
    return revokedAt != null;
  }

  /** Whether the key may be used at a moment. */
  public boolean isActive(Instant now) {
    return revokedAt == null && (terms.expiresAt() == null || now.isBefore(terms.expiresAt()));
  }
}
