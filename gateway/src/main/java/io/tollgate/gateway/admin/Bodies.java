package io.tollgate.gateway.admin;

import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.keys.KeyTerms;
import io.tollgate.gateway.keys.Unit;
import io.tollgate.gateway.limit.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the bodies of calls say: here is every field that somebody may set. */
final class Bodies {

  private static final int OVERLAP_SECONDS = 24 * 60 * 60;
  private static final int OVERLAP_SECONDS_MAX = 30 * OVERLAP_SECONDS;

  /**
   * A key as it is to be.
   *
   * @param terms without a secret of any kind
   */
  record Key(String name, KeyTerms terms) {}

  private Bodies() {}

  static Unit unit(String item, byte[] body) {
    Scope scope = unitScope(item);
    Fields fields = Fields.of(body, "name", "parent", "models", "policies", "routes", "networks");
    String name = fields.text("name");
    Scope parent = fields.as("parent", Scope::parse);
    if (parent != null && !mayBePartOf(scope.kind(), parent.kind())) {
      throw Refusal.field(
          "parent",
          scope
              + " cannot be a part of "
              + parent
              + " (a team is of an organization; a project or user of a team or organization)");
    }
    return new Unit(scope, name == null ? scope.id() : name, parent, fields.grants());
  }

  /** The unit that a path names. */
  static Scope unitScope(String item) {
    Scope scope;
    try {
      scope = Scope.parse(item);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(400, String.valueOf(e.getMessage()));
    }
    return switch (scope.kind()) {
      case ORGANIZATION, TEAM, PROJECT, USER -> scope;
      case EVERYTHING, KEY, TAG, MODEL ->
          throw Refusal.of(
              400, scope + " is no unit (expected: organization:ID, team:ID, project:ID, user:ID)");
    };
  }

  private static boolean mayBePartOf(Scope.Kind kind, Scope.Kind parent) {
    return switch (kind) {
      case TEAM -> parent == Scope.Kind.ORGANIZATION;
      case PROJECT, USER -> parent == Scope.Kind.ORGANIZATION || parent == Scope.Kind.TEAM;
      case ORGANIZATION, EVERYTHING, KEY, TAG, MODEL -> false;
    };
  }

  static Key key(byte[] body, Instant now) {
    Fields fields =
        Fields.of(
            body,
            "name",
            "owner",
            "user",
            "tags",
            "models",
            "policies",
            "routes",
            "networks",
            "max_cost_usd",
            "open_mode",
            "expires_at");
    String name = fields.required("name", text -> text);
    Scope owner = fields.as("owner", Bodies::owner);
    String user = fields.as("user", text -> new Scope(Scope.Kind.USER, text).id());
    Map<String, String> tags = fields.texts("tags");
    return new Key(
        name,
        checked(
            "tags",
            () ->
                new KeyTerms(
                    owner,
                    user,
                    tags,
                    fields.grants(),
                    fields.dollars("max_cost_usd"),
                    fields.flag("open_mode", false),
                    expiry(fields, now),
                    null)));
  }

  private static Scope owner(String text) {
    Scope scope = Scope.parse(text);
    return switch (scope.kind()) {
      case ORGANIZATION, TEAM, PROJECT -> scope;
      case EVERYTHING, USER, KEY, TAG, MODEL ->
          throw new IllegalArgumentException(
              "found \"" + text + "\" (expected: organization:ID, team:ID or project:ID)");
    };
  }

  private static @Nullable Instant expiry(Fields fields, Instant now) {
    Instant expiry = fields.as("expires_at", Instant::parse);
    if (expiry != null && !expiry.isAfter(now)) {
      throw Refusal.field("expires_at", "is past (expected: a time to come)");
    }
    return expiry;
  }

  static Budget budget(String id, byte[] body) {
    Fields fields =
        Fields.of(body, "scope", "limit_usd", "every", "zone", "alerts_percent", "stops");
    BudgetWindow.Every every = fields.as("every", Bodies::every);
    ZoneId zone = fields.as("zone", ZoneId::of);
    return checked(
        "alerts_percent",
        () ->
            new Budget(
                id,
                fields.required("scope", Scope::parse),
                fields.required("limit_usd", Fields::dollarsOf),
                new BudgetWindow(
                    every == null ? BudgetWindow.Every.MONTH : every,
                    zone == null ? ZoneOffset.UTC : zone),
                fields.wholes("alerts_percent", 1, 1_000, Budget.ALERTS),
                fields.flag("stops", true)));
  }

  private static BudgetWindow.Every every(String text) {
    for (BudgetWindow.Every every : BudgetWindow.Every.values()) {
      if (every.key().equals(text)) {
        return every;
      }
    }
    throw new IllegalArgumentException(
        "found \""
            + text.toLowerCase(Locale.ROOT)
            + "\" (expected: hour, day, week, month, quarter, year or total)");
  }

  static RateLimit limit(String id, byte[] body) {
    Fields fields =
        Fields.of(
            body, "scope", "requests_per_minute", "tokens_per_minute", "concurrent", "wait_ms");
    return checked(
        "requests_per_minute",
        () ->
            new RateLimit(
                id,
                fields.required("scope", Scope::parse),
                fields.whole("requests_per_minute", 1, RateLimit.REQUESTS_MAX, 0),
                fields.whole("tokens_per_minute", 1, RateLimit.TOKENS_MAX, 0),
                fields.whole("concurrent", 1, RateLimit.REQUESTS_MAX, 0),
                Duration.ofMillis(fields.whole("wait_ms", 0, RateLimit.WAIT_MAX.toMillis(), 0))));
  }

  /** How long the present secret is to be good after a rotation, in seconds. */
  static long overlap(byte[] body) {
    return Fields.of(body, "overlap_seconds")
        .whole("overlap_seconds", 0, OVERLAP_SECONDS_MAX, OVERLAP_SECONDS);
  }

  private static <T> T checked(String field, Supplier<T> making) {
    try {
      return making.get();
    } catch (IllegalArgumentException e) {
      throw Refusal.field(field, String.valueOf(e.getMessage()));
    }
  }
}
