package io.tollgate.gateway.admin;

import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.keys.Grants;
import io.tollgate.gateway.keys.KeyTerms;
import io.tollgate.gateway.keys.NamePattern;
import io.tollgate.gateway.keys.Network;
import io.tollgate.gateway.keys.Unit;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.limit.RateLimit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Units, keys, budgets and limits as fields to show and to compare; of keys no digest is among
 * them.
 */
final class DirectoryJson {

  private DirectoryJson() {}

  static Map<String, @Nullable Object> of(Unit unit) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("unit", unit.scope().text());
    fields.put("name", unit.name());
    fields.put("parent", text(unit.parent()));
    grants(unit.grants(), fields);
    return fields;
  }

  static Map<String, @Nullable Object> of(VirtualKey key) {
    KeyTerms terms = key.terms();
    KeyTerms.Previous previous = terms.previous();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", key.id());
    fields.put("name", key.name());
    fields.put("owner", text(terms.owner()));
    fields.put("user", terms.user());
    fields.put("tags", terms.tags());
    grants(terms.grants(), fields);
    fields.put("max_cost_usd", terms.maxCost() == null ? null : terms.maxCost().toPlainDollars());
    fields.put("open_mode", terms.openMode());
    fields.put("expires_at", text(terms.expiresAt()));
    fields.put("revoked_at", key.revokedAt());
    fields.put("previous_until", previous == null ? null : previous.until().toString());
    return fields;
  }

  static Map<String, @Nullable Object> of(Budget budget) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", budget.id());
    fields.put("scope", budget.scope().text());
    fields.put("limit_usd", budget.limit().toPlainDollars());
    fields.put("every", budget.window().every().key());
    fields.put("zone", budget.window().zoneName());
    fields.put("alerts_percent", budget.alertsPercent());
    fields.put("stops", budget.stops());
    return fields;
  }

  static Map<String, @Nullable Object> of(RateLimit limit) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", limit.id());
    fields.put("scope", limit.scope().text());
    fields.put("requests_per_minute", bound(limit.requestsPerMinute()));
    fields.put("tokens_per_minute", bound(limit.tokensPerMinute()));
    fields.put("concurrent", bound(limit.concurrent()));
    fields.put("wait_ms", limit.longestWait().toMillis());
    return fields;
  }

  /** What is not bounded has no number. */
  private static @Nullable Long bound(long bound) {
    return bound == 0 ? null : bound;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static void grants(Grants grants, Map<String, @Nullable Object> fields) {
    fields.put("models", grants.models().stream().map(NamePattern::text).toList());
    fields.put("policies", grants.policies().stream().map(NamePattern::text).toList());
    fields.put("routes", grants.routes().stream().map(NamePattern::text).toList());
    fields.put("networks", grants.networks().stream().map(Network::text).toList());
  }

  /** Of each field that is not the same, what it was and what it is. */
  static Map<String, Object> changes(
      Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    Map<String, Object> changes = new LinkedHashMap<>();
    for (String name : names) {
      Object old = before.get(name);
      Object fresh = after.get(name);
      if (!Objects.equals(old, fresh)) {
        Map<String, @Nullable Object> change = new LinkedHashMap<>();
        change.put("old", old);
        change.put("new", fresh);
        changes.put(name, change);
      }
    }
    return changes;
  }
}
