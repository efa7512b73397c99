package io.tollgate.gateway.roles;

/** How far a permission goes. */
public enum Reach {
  /** It is none. */
  NONE,
  /** What is in the scope of the token. */
  OWN,
  /** Everything. */
  ALL
}
