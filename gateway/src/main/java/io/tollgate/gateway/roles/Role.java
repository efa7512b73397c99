package io.tollgate.gateway.roles;

import io.tollgate.gateway.budget.Scope;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody who runs a gateway is there for; {@link Permissions} says what each may do. */
public enum Role {
  /** Everything. */
  ADMIN,
  /** Sees how the gateway does. */
  OPS,
  /** Money. */
  FINANCE,
  /** Sees everything and who did it. */
  AUDITOR,
  /** Runs an organisation, a team or a project. */
  TEAM_ADMIN,
  /** A user, with his own keys. */
  MEMBER;

  /** The name in files. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Checks that a scope is one that somebody of this role has to have.
   *
   * @param whose what has role and scope, for the message
   * @throws IllegalArgumentException if it is not
   */
  public void checkScope(String whose, @Nullable Scope scope) {
    String expected =
        switch (this) {
          case TEAM_ADMIN -> {
            boolean unit =
                scope != null
                    && switch (scope.kind()) {
                      case ORGANIZATION, TEAM, PROJECT -> true;
                      case EVERYTHING, USER, KEY, TAG, MODEL -> false;
                    };
            yield unit ? "" : "organization:ID, team:ID or project:ID";
          }
          case MEMBER -> scope != null && scope.kind() == Scope.Kind.USER ? "" : "user:ID";
          case ADMIN, OPS, FINANCE, AUDITOR -> scope == null ? "" : "none";
        };
    if (!expected.isEmpty()) {
      throw new IllegalArgumentException(
          whose
              + ": scope "
              + (scope == null ? "missing" : scope)
              + " (expected for "
              + key()
              + ": "
              + expected
              + ")");
    }
  }
}
