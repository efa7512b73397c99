package io.tollgate.gateway.roles;

/** What is done with a {@link Resource}. */
public enum Action {
  READ,
  /** Creates or replaces. */
  WRITE,
  DELETE,
  /** Gives a key another secret. */
  ROTATE,
  /** Ends a key. */
  REVOKE
}
