package io.tollgate.gateway.config;

import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.keys.Directory;
import io.tollgate.gateway.keys.Grants;
import io.tollgate.gateway.keys.KeyTerms;
import io.tollgate.gateway.keys.NamePattern;
import io.tollgate.gateway.keys.Network;
import io.tollgate.gateway.keys.Unit;
import io.tollgate.gateway.keys.UnsoundDirectoryException;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.limit.RateLimit;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The YAML of a directory: one section for each kind of unit, one for keys, budgets, limits. */
final class DirectoryYaml {

  /** The largest amount that pico-dollars hold is a little more. */
  private static final String MONEY_MAX = "9000000";

  private static final YamlType<String> KEY_ID =
      YamlType.text("12 hexadecimal digits", Pattern.compile("[0-9a-f]{12}").asMatchPredicate())
          .map(id -> id.isEmpty() ? "x" : id);
  private static final YamlType<String> DIGEST =
      YamlType.text("64 hexadecimal digits", Pattern.compile("[0-9a-f]{64}").asMatchPredicate());
  private static final YamlType<String> TEXT = YamlType.text();
  private static final YamlType<Boolean> BOOL = YamlType.bool();
  private static final YamlType<Instant> INSTANT = YamlType.instant();
  private static final YamlType<String> ID =
      YamlType.text("up to 64 of a-z, 0-9 and ._-, the first a letter or digit", Scope::isId)
          .map(id -> id.isEmpty() ? "x" : id);
  private static final YamlType<Scope> SCOPE =
      YamlType.of("a scope such as team:search", Scope.EVERYTHING, Scope::parse);
  private static final YamlType<NamePattern> PATTERN =
      YamlType.of(
          "a name, or the beginning of one and a *", new NamePattern("*"), NamePattern::new);
  private static final YamlType<Network> NETWORK =
      YamlType.of("a network such as 10.0.0.0/8", new Network("0.0.0.0/0"), Network::new);
  private static final YamlType<Picodollars> MONEY =
      YamlType.decimal("0", MONEY_MAX).map(dollars -> Picodollars.ofDollars(dollars));
  private static final YamlType<ZoneId> ZONE =
      YamlType.of("a time zone such as Europe/Berlin", ZoneOffset.UTC, ZoneId::of);
  private static final YamlType<BudgetWindow.Every> EVERY =
      YamlType.oneOf(BudgetWindow.Every.values(), BudgetWindow.Every::key);

  private static final YamlType<Long> REQUESTS = YamlType.wholeNumber(1, RateLimit.REQUESTS_MAX);
  private static final YamlType<Long> TOKENS = YamlType.wholeNumber(1, RateLimit.TOKENS_MAX);
  private static final YamlType<Duration> WAIT =
      YamlType.duration(Duration.ZERO, RateLimit.WAIT_MAX);

  private static final Map<Scope.Kind, String> SECTIONS =
      Map.of(
          Scope.Kind.ORGANIZATION, "organizations",
          Scope.Kind.TEAM, "teams",
          Scope.Kind.PROJECT, "projects",
          Scope.Kind.USER, "users");

  private static final List<Scope.Kind> KINDS =
      List.of(Scope.Kind.ORGANIZATION, Scope.Kind.TEAM, Scope.Kind.PROJECT, Scope.Kind.USER);

  private DirectoryYaml() {}

  static Directory read(YamlMap root, List<VirtualKey> keys) {
    List<Unit> units = new ArrayList<>();
    for (Scope.Kind kind : KINDS) {
      units.addAll(root.listOrEmpty(section(kind)).eachMap(map -> unit(kind, map)));
    }
    List<Budget> budgets = root.listOrEmpty("budgets").eachMap(DirectoryYaml::budget);
    List<RateLimit> limits = root.listOrEmpty("limits").eachMap(DirectoryYaml::limit);
    try {
      return Directory.of(units, keys, budgets, limits);
    } catch (UnsoundDirectoryException e) {
      e.problems().forEach(problem -> root.problem(problem, "correct the one or the other"));
      return Directory.of(List.of());
    }
  }

  private static String section(Scope.Kind kind) {
    return String.valueOf(SECTIONS.get(kind));
  }

  private static Unit unit(Scope.Kind kind, YamlMap map) {
    String id = map.required("id", ID);
    Scope parent =
        switch (kind) {
          case TEAM -> parent(map, Scope.Kind.ORGANIZATION);
          case PROJECT, USER -> {
            Scope team = parent(map, Scope.Kind.TEAM);
            yield team == null ? parent(map, Scope.Kind.ORGANIZATION) : team;
          }
          case EVERYTHING, ORGANIZATION, KEY, TAG, MODEL -> null;
        };
    return new Unit(new Scope(kind, id), map.optional("name", TEXT, id), parent, grants(map));
  }

  private static @Nullable Scope parent(YamlMap map, Scope.Kind kind) {
    String id = map.optional(kind.key(), ID);
    return id == null ? null : new Scope(kind, id);
  }

  private static Grants grants(YamlMap map) {
    return new Grants(
        map.listOrEmpty("models").each(PATTERN),
        map.listOrEmpty("policies").each(PATTERN),
        map.listOrEmpty("routes").each(PATTERN),
        map.listOrEmpty("networks").each(NETWORK));
  }

  static VirtualKey key(YamlMap map) {
    Instant revokedAt = map.optional("revoked_at", INSTANT);
    Instant previousUntil = map.optional("previous_until", INSTANT);
    String previous =
        previousUntil == null
            ? map.optional("previous_sha256", DIGEST)
            : map.required("previous_sha256", DIGEST);
    return new VirtualKey(
        map.required("id", KEY_ID),
        map.required("name", TEXT),
        map.required("sha256", DIGEST),
        revokedAt == null ? null : revokedAt.toString(),
        new KeyTerms(
            map.optional("owner", SCOPE),
            map.optional("user", ID),
            map.mapOrEmpty("tags").each(TEXT),
            grants(map),
            map.optional("max_cost_usd", MONEY),
            map.optional("open_mode", BOOL, false),
            map.optional("expires_at", INSTANT),
            previous == null || previousUntil == null
                ? null
                : new KeyTerms.Previous(previous, previousUntil)));
  }

  private static Budget budget(YamlMap map) {
    List<Integer> alerts =
        map.has("alerts_percent")
            ? map.list("alerts_percent").each(YamlType.integer(1, 1_000))
            : Budget.ALERTS;
    return new Budget(
        map.required("id", ID),
        map.required("scope", SCOPE),
        map.required("limit_usd", MONEY),
        new BudgetWindow(map.required("every", EVERY), map.optional("zone", ZONE, ZoneOffset.UTC)),
        alerts,
        map.optional("stops", BOOL, true));
  }

  private static RateLimit limit(YamlMap map) {
    long requests = map.optional("requests_per_minute", REQUESTS, 0L);
    long tokens = map.optional("tokens_per_minute", TOKENS, 0L);
    long concurrent = map.optional("concurrent", REQUESTS, 0L);
    if (requests == 0 && tokens == 0 && concurrent == 0) {
      map.problem(
          "the limit bounds nothing",
          "say requests_per_minute, tokens_per_minute, concurrent, or several");
      requests = RateLimit.REQUESTS_MAX;
    }
    return new RateLimit(
        map.required("id", ID),
        map.required("scope", SCOPE),
        requests,
        tokens,
        concurrent,
        map.optional("wait", WAIT, Duration.ZERO));
  }

  static String write(Directory directory) {
    DirectoryWriter writer = new DirectoryWriter();
    for (Scope.Kind kind : KINDS) {
      List<Unit> units =
          directory.units().stream().filter(unit -> unit.scope().kind() == kind).toList();
      if (!units.isEmpty()) {
        writer.section(section(kind), units, writer::unit);
      }
    }
    writer.section("keys", directory.keys(), writer::key);
    if (!directory.budgets().isEmpty()) {
      writer.section("budgets", directory.budgets(), writer::budget);
    }
    if (!directory.limits().isEmpty()) {
      writer.section("limits", directory.limits(), writer::limit);
    }
    return writer.toString();
  }
}
