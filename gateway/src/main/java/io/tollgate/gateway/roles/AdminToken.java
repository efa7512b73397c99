package io.tollgate.gateway.roles;

import io.tollgate.gateway.budget.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may use the admin API, known by a token of which only the digest is kept.
 *
 * @param name who it is, in the audit log
 * @param sha256 SHA-256 of the token, as lowercase hex
 * @param role what he may do
 * @param scope what he may do it with, for roles that have a scope, otherwise {@code null}
 */
public record AdminToken(String name, String sha256, Role role, @Nullable Scope scope) {

  public AdminToken {
    role.checkScope("token " + name, scope);
  }

  /** How far its role may do something. */
  public Reach reach(Resource resource, Action action) {
    return Permissions.reach(role, resource, action);
  }
}
