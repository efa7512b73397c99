package io.tollgate.gateway.config;

import io.tollgate.gateway.roles.AdminTokens;
import io.tollgate.gateway.signin.SignInSettings;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the admin API.
 *
 * @param tokens those who have a token
 * @param signIn how others sign in, or {@code null} where they do not
 */
public record AdminSettings(AdminTokens tokens, @Nullable SignInSettings signIn) {

  /** Nobody. */
  public static final AdminSettings NONE = new AdminSettings(AdminTokens.NONE, null);

  /** Whether there is no way to prove who one is, so that whoever reaches the plane may look. */
  public boolean isOpen() {
    return tokens.isEmpty() && signIn == null;
  }
}
