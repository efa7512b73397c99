package io.tollgate.gateway.keys;

import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.limit.LimitKind;
import io.tollgate.gateway.limit.RateLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds what is wrong with a directory: what refers to nothing, and where a child would have more
 * than what it is a part of.
 */
final class DirectoryCheck {

  private final List<Unit> units;
  private final List<VirtualKey> keys;
  private final List<Budget> budgets;
  private final List<RateLimit> limits;
  private final Map<Scope, Unit> byScope = new LinkedHashMap<>();
  private final Map<Scope, Scope> owners = new HashMap<>();
  private final Set<Scope> known = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  DirectoryCheck(
      List<Unit> units, List<VirtualKey> keys, List<Budget> budgets, List<RateLimit> limits) {
    this.units = units;
    this.keys = keys;
    this.budgets = budgets;
    this.limits = limits;
  }

  List<String> problems() {
    for (Unit unit : units) {
      if (byScope.putIfAbsent(unit.scope(), unit) != null) {
        problems.add(unit.scope() + " is there twice");
      }
    }
    units.forEach(this::check);
    Set<String> ids = new HashSet<>();
    for (VirtualKey key : keys) {
      if (!ids.add(key.id())) {
        problems.add("key " + key.id() + " is there twice");
      }
      check(key);
    }
    known.addAll(byScope.keySet());
    for (VirtualKey key : keys) {
      Scope scope = new Scope(Scope.Kind.KEY, key.id());
      known.add(scope);
      if (key.terms().owner() != null) {
        owners.put(scope, key.terms().owner());
      }
    }
    checkBudgets();
    checkLimits();
    return problems;
  }

  private void check(Unit unit) {
    Scope parent = unit.parent();
    if (parent == null) {
      boolean needs = unit.scope().kind() == Scope.Kind.TEAM;
      if (needs || unit.scope().kind() == Scope.Kind.PROJECT) {
        problems.add(unit.scope() + " has no " + (needs ? "organization" : "team or organization"));
      }
      return;
    }
    if (!byScope.containsKey(parent)) {
      problems.add(unit.scope() + " is a part of " + parent + ", which is not there");
      return;
    }
    exceeds(unit.scope().text(), unit.grants(), parent);
  }

  private void exceeds(String who, Grants grants, Scope parent) {
    for (Unit above : Directory.lineage(parent, byScope)) {
      for (String excess : above.grants().excessOf(grants)) {
        problems.add(who + ": " + excess + " (" + above.scope() + ")");
      }
    }
  }

  private void check(VirtualKey key) {
    String who = "key " + key.id();
    Scope owner = key.terms().owner();
    if (owner != null && !byScope.containsKey(owner)) {
      problems.add(who + " belongs to " + owner + ", which is not there");
    } else if (owner != null) {
      exceeds(who, key.terms().grants(), owner);
    }
    String user = key.terms().user();
    if (user != null) {
      Unit known = byScope.get(new Scope(Scope.Kind.USER, user));
      if (known == null) {
        problems.add(who + " is of user " + user + ", who is not there");
      } else {
        for (String excess : known.grants().excessOf(key.terms().grants())) {
          problems.add(who + ": " + excess + " (" + known.scope() + ")");
        }
      }
    }
  }

  private void checkBudgets() {
    Set<String> ids = new HashSet<>();
    Map<Scope, List<Budget>> budgetsOf =
        budgets.stream().collect(Collectors.groupingBy(Budget::scope));
    for (Budget budget : budgets) {
      if (!ids.add(budget.id())) {
        problems.add("budget " + budget.id() + " is there twice");
      }
      checkScope("budget " + budget.id(), budget.scope());
      if (budget.scope().kind() == Scope.Kind.MODEL) {
        problems.add(
            "budget " + budget.id() + " is for " + budget.scope() + ": only limits are for models");
      }
      checkAbove(budget, budgetsOf);
    }
  }

  private void checkScope(String who, Scope scope) {
    boolean named =
        switch (scope.kind()) {
          case EVERYTHING, TAG, MODEL -> true;
          case ORGANIZATION, TEAM, PROJECT, USER, KEY -> known.contains(scope);
        };
    if (!named) {
      problems.add(who + " is for " + scope + ", which is not there");
    }
  }

  /** The scopes that another is a part of. */
  private List<Scope> above(Scope scope) {
    List<Scope> above = new ArrayList<>();
    if (scope.kind() != Scope.Kind.EVERYTHING && scope.kind() != Scope.Kind.MODEL) {
      above.add(Scope.EVERYTHING);
      Unit unit = byScope.get(scope);
      Directory.lineage(unit == null ? owners.get(scope) : unit.parent(), byScope)
          .forEach(each -> above.add(each.scope()));
    }
    return above;
  }

  private void checkLimits() {
    Set<String> ids = new HashSet<>();
    Map<Scope, List<RateLimit>> limitsOf =
        limits.stream().collect(Collectors.groupingBy(RateLimit::scope));
    for (RateLimit limit : limits) {
      String who = "limit " + limit.id();
      if (!ids.add(limit.id())) {
        problems.add(who + " is there twice");
      }
      checkScope(who, limit.scope());
      if (limit.isForModels() && !limit.longestWait().isZero()) {
        problems.add(who + " is for " + limit.scope() + ": nobody waits there, others are asked");
      }
      for (Scope above : above(limit.scope())) {
        for (RateLimit other : limitsOf.getOrDefault(above, List.of())) {
          checkAbove(limit, other);
        }
      }
    }
  }

  private void checkAbove(RateLimit limit, RateLimit other) {
    for (LimitKind kind : LimitKind.values()) {
      if (other.bound(kind) > 0 && limit.bound(kind) > other.bound(kind)) {
        problems.add(
            "limit "
                + limit.id()
                + ": "
                + kind.key()
                + ": "
                + limit.bound(kind)
                + " is more than the "
                + other.bound(kind)
                + " of limit "
                + other.id()
                + " above it");
      }
    }
  }

  /** A limit above that of the whole is a promise that cannot be kept. */
  private void checkAbove(Budget budget, Map<Scope, List<Budget>> budgetsOf) {
    if (!budget.stops()) {
      return;
    }
    for (Scope above : above(budget.scope())) {
      for (Budget other : budgetsOf.getOrDefault(above, List.of())) {
        checkAbove(budget, other);
      }
    }
  }

  private void checkAbove(Budget budget, Budget other) {
    if (other.stops()
        && other.window().equals(budget.window())
        && other.limit().compareTo(budget.limit()) < 0) {
      problems.add(
          "budget "
              + budget.id()
              + ": "
              + budget.limit()
              + " is more than the "
              + other.limit()
              + " of budget "
              + other.id()
              + " above it");
    }
  }
}
