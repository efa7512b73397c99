package io.tollgate.gateway.roles;

import java.util.Locale;

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
}
