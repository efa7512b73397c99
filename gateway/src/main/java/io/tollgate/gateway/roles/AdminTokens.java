package io.tollgate.gateway.roles;

import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All who may use the admin API. Where there is nobody it shows what it always showed, to whoever
 * reaches it, and changes nothing.
 *
 * @param tokens one for each of them
 */
public record AdminTokens(List<AdminToken> tokens) {

  /** Nobody. */
  public static final AdminTokens NONE = new AdminTokens(List.of());

  public AdminTokens {
    tokens = List.copyOf(tokens);
    Set<String> seen = new HashSet<>();
    for (AdminToken token : tokens) {
      if (!seen.add(token.name()) || !seen.add(token.sha256())) {
        throw new IllegalArgumentException(
            "two admin tokens have one name or one digest: " + token.name());
      }
    }
  }

  /** Whether there is nobody. */
  public boolean isEmpty() {
    return tokens.isEmpty();
  }

  /** Who presents a token, or {@code null}. It takes as long whichever it is, and if it is none. */
  public @Nullable AdminToken authenticate(String presented) {
    byte[] digest = TokenText.bytes(presented);
    AdminToken found = null;
    for (AdminToken token : tokens) {
      if (MessageDigest.isEqual(HexFormat.of().parseHex(token.sha256()), digest)) {
        found = token;
      }
    }
    return found;
  }
}
