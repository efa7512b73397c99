package io.tollgate.gateway.signin;

import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.roles.Role;
import org.jspecify.annotations.Nullable;

/**
 * Gives a role to those of whom an ID token says something.
 *
 * @param claim what of the token is looked at
 * @param value what has to be in it, exactly: as its text or as one of its list
 * @param role what they may do
 * @param scope what they may do it with, for roles that have a scope, otherwise {@code null}
 */
public record RoleMapping(String claim, String value, Role role, @Nullable Scope scope) {

  public RoleMapping {
    role.checkScope(claim + " " + value, scope);
  }

  boolean matches(Claims claims) {
    return claims.say(claim, value);
  }
}
