package io.tollgate.gateway.admin;

import io.tollgate.gateway.roles.Action;
import io.tollgate.gateway.roles.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The calls of the admin API, by their paths below {@code /admin/v1/}. */
enum Endpoint {
  EXCHANGES(Resource.STATE, Map.of("GET", Action.READ)),
  DEPLOYMENTS(Resource.STATE, Map.of("GET", Action.READ)),
  ACCOUNTS(Resource.STATE, Map.of("GET", Action.READ)),
  QUALITY(Resource.STATE, Map.of("GET", Action.READ)),
  SPEND(Resource.SPEND, Map.of("GET", Action.READ)),
  UNITS(Resource.UNITS, Map.of("GET", Action.READ)),
  UNIT(Resource.UNITS, Map.of("GET", Action.READ, "PUT", Action.WRITE, "DELETE", Action.DELETE)),
  KEYS(Resource.KEYS, Map.of("GET", Action.READ, "POST", Action.WRITE)),
  KEY(Resource.KEYS, Map.of("GET", Action.READ, "PUT", Action.WRITE)),
  KEY_ROTATE(Resource.KEYS, Map.of("POST", Action.ROTATE)),
  KEY_REVOKE(Resource.KEYS, Map.of("POST", Action.REVOKE)),
  BUDGETS(Resource.BUDGETS, Map.of("GET", Action.READ)),
  BUDGET(
      Resource.BUDGETS, Map.of("GET", Action.READ, "PUT", Action.WRITE, "DELETE", Action.DELETE)),
  LIMITS(Resource.LIMITS, Map.of("GET", Action.READ)),
  LIMIT(Resource.LIMITS, Map.of("GET", Action.READ, "PUT", Action.WRITE, "DELETE", Action.DELETE)),
  LEDGER_CLOSE(Resource.BOOKS, Map.of("POST", Action.WRITE)),
  AUDIT(Resource.AUDIT, Map.of("GET", Action.READ));

  private final Resource resource;

  @SuppressWarnings("ImmutableEnumChecker") // Map.of makes none that changes
  private final Map<String, Action> actions;

  Endpoint(Resource resource, Map<String, Action> actions) {
    this.resource = resource;
    this.actions = actions;
  }

  /**
   * A path that there is.
   *
   * @param item the id in it, or empty
   */
  record Place(Endpoint endpoint, String item) {}

  /** What is at a path, or {@code null}. Nothing in it is decoded: what looks odd is not there. */
  static @Nullable Place at(String path) {
    List<String> parts = List.of(path.split("/", -1));
    if (parts.size() < 4 || parts.size() > 6 || !path.startsWith("/admin/v1/")) {
      return null;
    }
    String first = parts.get(3);
    String item = parts.size() > 4 ? parts.get(4) : "";
    String last = parts.size() > 5 ? parts.get(5) : "";
    if (parts.size() > 4 && !item.matches("[a-z0-9][a-z0-9._:=/@-]{0,199}")) {
      return null;
    }
    Endpoint endpoint =
        switch (parts.size()) {
          case 4 ->
              switch (first) {
                case "exchanges" -> EXCHANGES;
                case "deployments" -> DEPLOYMENTS;
                case "accounts" -> ACCOUNTS;
                case "quality" -> QUALITY;
                case "spend" -> SPEND;
                case "units" -> UNITS;
                case "keys" -> KEYS;
                case "budgets" -> BUDGETS;
                case "limits" -> LIMITS;
                case "audit" -> AUDIT;
                default -> null;
              };
          case 5 ->
              switch (first) {
                case "units" -> UNIT;
                case "keys" -> KEY;
                case "budgets" -> BUDGET;
                case "limits" -> LIMIT;
                case "ledger" -> item.equals("close") ? LEDGER_CLOSE : null;
                default -> null;
              };
          default ->
              switch (first + "/" + last) {
                case "keys/rotate" -> KEY_ROTATE;
                case "keys/revoke" -> KEY_REVOKE;
                default -> null;
              };
        };
    return endpoint == null ? null : new Place(endpoint, item);
  }

  Resource resource() {
    return resource;
  }

  /** What a method does here, or {@code null} where it is not allowed. */
  @Nullable Action action(String method) {
    return actions.get(method.equals("HEAD") ? "GET" : method);
  }

  /** The methods there are, for the {@code allow} header. */
  String allowed() {
    Set<String> methods = new TreeSet<>(actions.keySet());
    return String.join(", ", methods);
  }

  /** Whether it is open to whoever reaches the plane, as long as there are no tokens. */
  boolean isOpenWithoutTokens() {
    return switch (this) {
      case EXCHANGES, DEPLOYMENTS, ACCOUNTS, QUALITY, SPEND, BUDGETS, LIMITS -> true;
      case UNITS, UNIT, KEYS, KEY, KEY_ROTATE, KEY_REVOKE, BUDGET, LIMIT, LEDGER_CLOSE, AUDIT ->
          false;
    };
  }
}
