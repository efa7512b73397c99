package io.tollgate.gateway.keys;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys that are accepted at a moment: an immutable snapshot. */
public final class VirtualKeys {

  private static final class Known {
    private final VirtualKey key;
    private final byte[] digest;
    private final byte[] previous;

    private Known(VirtualKey key) {
      this.key = key;
      this.digest = digest(key.id(), key.secretSha256());
      KeyTerms.Previous before = key.terms().previous();
      this.previous = before == null ? NO_DIGEST : digest(key.id(), before.secretSha256());
    }

    private static byte[] digest(String id, String hex) {
      byte[] digest = HexFormat.of().parseHex(hex);
      if (digest.length != NO_DIGEST.length) {
        throw new IllegalArgumentException(
            "key " + id + ": a digest of " + digest.length + " bytes (expected: 32)");
      }
      return digest;
    }

    private boolean isProvenByPrevious(byte[] presented, Instant now) {
      KeyTerms.Previous before = key.terms().previous();
      return MessageDigest.isEqual(previous, presented)
          && before != null
          && now.isBefore(before.until());
    }
  }

  /** Compared against where the public id is unknown, so that both cases do the same work. */
  private static final byte[] NO_DIGEST = new byte[32];

  private final Map<String, Known> byId;
  private final List<VirtualKey> keys;

  private VirtualKeys(List<VirtualKey> keys, Map<String, Known> byId) {
    this.keys = keys;
    this.byId = byId;
  }

  /**
   * The snapshot of these keys.
   *
   * @throws IllegalArgumentException if two keys have one id or a digest is not SHA-256 in hex
   */
  public static VirtualKeys of(Collection<VirtualKey> keys) {
    Map<String, Known> byId = new HashMap<>();
    for (VirtualKey key : keys) {
      if (byId.put(key.id(), new Known(key)) != null) {
        throw new IllegalArgumentException("key " + key.id() + " is there twice");
      }
    }
    return new VirtualKeys(List.copyOf(keys), byId);
  }

  /** All keys, revoked ones included. */
  public List<VirtualKey> all() {
    return keys;
  }

  /**
   * The active key that a text proves, or {@code null}: by its secret, or by the one before it as
   * long as that is good.
   */
  public @Nullable VirtualKey authenticate(PresentedKey presented, Instant now) {
    String id = presented.id();
    if (id == null) {
      return null;
    }
    Known known = byId.get(id);
    byte[] digest = presented.digest();
    boolean proven = MessageDigest.isEqual(known == null ? NO_DIGEST : known.digest, digest);
    return known != null
            && (proven || known.isProvenByPrevious(digest, now))
            && known.key.isActive(now)
        ? known.key
        : null;
  }
}
