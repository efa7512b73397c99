package io.tollgate.gateway.roles;

/** The one table of what each role may do. What is not in it is denied. */
public final class Permissions {

  private Permissions() {}

  /** How far a role may do something. */
  public static Reach reach(Role role, Resource resource, Action action) {
    return switch (role) {
      case ADMIN -> Reach.ALL;
      case OPS ->
          switch (resource) {
            case STATE, SPEND, UNITS, KEYS, BUDGETS, LIMITS -> reads(action, Reach.ALL);
            case BOOKS, AUDIT -> Reach.NONE;
          };
      case FINANCE ->
          switch (resource) {
            case SPEND, UNITS, KEYS -> reads(action, Reach.ALL);
            case BUDGETS, BOOKS -> Reach.ALL;
            case STATE, LIMITS, AUDIT -> Reach.NONE;
          };
      case AUDITOR -> reads(action, Reach.ALL);
      case TEAM_ADMIN ->
          switch (resource) {
            case UNITS, KEYS, BUDGETS, LIMITS -> Reach.OWN;
            case STATE, SPEND, BOOKS, AUDIT -> Reach.NONE;
          };
      case MEMBER ->
          switch (resource) {
            case KEYS ->
                switch (action) {
                  case READ, ROTATE, REVOKE -> Reach.OWN;
                  case WRITE, DELETE -> Reach.NONE;
                };
            case BUDGETS, LIMITS -> reads(action, Reach.OWN);
            case STATE, SPEND, UNITS, BOOKS, AUDIT -> Reach.NONE;
          };
    };
  }

  private static Reach reads(Action action, Reach reach) {
    return switch (action) {
      case READ -> reach;
      case WRITE, DELETE, ROTATE, REVOKE -> Reach.NONE;
    };
  }
}
