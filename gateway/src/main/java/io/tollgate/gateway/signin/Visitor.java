package io.tollgate.gateway.signin;

import io.tollgate.gateway.roles.AdminToken;

/** Who comes with a browser's cookie. */
public sealed interface Visitor {

  /** Nobody who is signed in. */
  record Nobody() implements Visitor {}

  /**
   * Somebody who is signed in and has a role.
   *
   * @param as his name, role and scope, as if they were a token's
   */
  record Person(AdminToken as) implements Visitor {}

  /**
   * Somebody who is signed in and has no role any more.
   *
   * @param who his name in the audit log
   */
  record Unmapped(String who) implements Visitor {}
}
