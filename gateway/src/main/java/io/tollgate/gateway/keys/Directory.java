package io.tollgate.gateway.keys;

import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.limit.RateLimit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may call, what they may spend and how fast: organisations, teams, projects, users, virtual
 * keys, their budgets and limits, at a moment. An immutable snapshot, sound as a whole.
 */
public final class Directory {

  private final List<Unit> units;
  private final VirtualKeys keys;
  private final List<Budget> budgets;
  private final List<RateLimit> limits;
  private final Map<Scope, Unit> byScope = new LinkedHashMap<>();
  private final Map<String, Caller> callers = new HashMap<>();

  private Directory(
      List<Unit> units, VirtualKeys keys, List<Budget> budgets, List<RateLimit> limits) {
    this.units = List.copyOf(units);
    this.keys = keys;
    this.budgets = List.copyOf(budgets);
    this.limits = List.copyOf(limits);
    units.forEach(unit -> byScope.putIfAbsent(unit.scope(), unit));
    for (VirtualKey key : keys.all()) {
      callers.put(key.id(), caller(key));
    }
  }

  /** The keys of nobody in particular, without budgets and limits. */
  public static Directory of(List<VirtualKey> keys) {
    return of(List.of(), keys, List.of());
  }

  /**
   * A directory without limits.
   *
   * @throws UnsoundDirectoryException with all that is wrong
   */
  public static Directory of(List<Unit> units, List<VirtualKey> keys, List<Budget> budgets) {
    return of(units, keys, budgets, List.of());
  }

  /**
   * A directory.
   *
   * @throws UnsoundDirectoryException with all that is wrong
   */
  public static Directory of(
      List<Unit> units, List<VirtualKey> keys, List<Budget> budgets, List<RateLimit> limits) {
    List<String> problems = problems(units, keys, budgets, limits);
    if (!problems.isEmpty()) {
      throw new UnsoundDirectoryException(problems);
    }
    return new Directory(units, VirtualKeys.of(keys), budgets, limits);
  }

  /** What is wrong with a directory of these, without limits. */
  public static List<String> problems(
      List<Unit> units, List<VirtualKey> keys, List<Budget> budgets) {
    return problems(units, keys, budgets, List.of());
  }

  /** What is wrong with a directory of these, as sentences; none where all is sound. */
  public static List<String> problems(
      List<Unit> units, List<VirtualKey> keys, List<Budget> budgets, List<RateLimit> limits) {
    return new DirectoryCheck(units, keys, budgets, limits).problems();
  }

  /** The same with other units. */
  public Directory withUnits(List<Unit> others) {
    return of(others, keys.all(), budgets, limits);
  }

  /** The same with other keys. */
  public Directory withKeys(List<VirtualKey> others) {
    return of(units, others, budgets, limits);
  }

  /** The same with other budgets. */
  public Directory withBudgets(List<Budget> others) {
    return of(units, keys.all(), others, limits);
  }

  /** The same with other limits. */
  public Directory withLimits(List<RateLimit> others) {
    return of(units, keys.all(), budgets, others);
  }

  /** Organisations, teams, projects and users. */
  public List<Unit> units() {
    return units;
  }

  /** All keys, revoked ones included. */
  public List<VirtualKey> keys() {
    return keys.all();
  }

  /** The budgets. */
  public List<Budget> budgets() {
    return budgets;
  }

  /** The rate limits. */
  public List<RateLimit> limits() {
    return limits;
  }

  /** Who presents a text, or {@code null} where it proves no key that may be used now. */
  public @Nullable Caller authenticate(PresentedKey presented, Instant now) {
    VirtualKey key = keys.authenticate(presented, now);
    return key == null ? null : callers.get(key.id());
  }

  /** The caller with a key of this public id, or {@code null}. */
  public @Nullable Caller caller(String keyId) {
    return callers.get(keyId);
  }

  private Caller caller(VirtualKey key) {
    KeyTerms terms = key.terms();
    List<Scope> path = new ArrayList<>();
    List<Grants> grants = new ArrayList<>();
    for (Unit unit : lineage(terms.owner(), byScope)) {
      path.add(unit.scope());
      grants.add(unit.grants());
    }
    path.addFirst(Scope.EVERYTHING);
    Unit user = terms.user() == null ? null : byScope.get(new Scope(Scope.Kind.USER, terms.user()));
    if (user != null) {
      path.add(user.scope());
      grants.add(user.grants());
    }
    path.add(new Scope(Scope.Kind.KEY, key.id()));
    grants.add(terms.grants());
    terms.tags().forEach((name, value) -> path.add(Scope.tag(name, value)));
    grants.removeIf(Grants.EVERYTHING::equals);
    return new Caller(key, path, grants);
  }

  /** A unit and all above it, the widest first. */
  static List<Unit> lineage(@Nullable Scope scope, Map<Scope, Unit> byScope) {
    List<Unit> lineage = new ArrayList<>();
    Set<Scope> seen = new HashSet<>();
    Unit unit = scope == null ? null : byScope.get(scope);
    while (unit != null && seen.add(unit.scope())) {
      lineage.addFirst(unit);
      unit = unit.parent() == null ? null : byScope.get(unit.parent());
    }
    return lineage;
  }
}
