package io.tollgate.gateway.keys;

import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with a directory: what refers to nothing, and where a child would have more
 * than what it is a part of.
 */
final class DirectoryCheck {

  private final List<Unit> units;
  private final List<VirtualKey> keys;
  private final List<Budget> budgets;
  private final Map<Scope, Unit> byScope = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  DirectoryCheck(List<Unit> units, List<VirtualKey> keys, List<Budget> budgets) {
    this.units = units;
    this.keys = keys;
    this.budgets = budgets;
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
    checkBudgets();
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
    Map<Scope, Scope> owners = new HashMap<>();
    Set<Scope> known = new HashSet<>(byScope.keySet());
    for (VirtualKey key : keys) {
      Scope scope = new Scope(Scope.Kind.KEY, key.id());
      known.add(scope);
      if (key.terms().owner() != null) {
        owners.put(scope, key.terms().owner());
      }
    }
    for (Budget budget : budgets) {
      if (!ids.add(budget.id())) {
        problems.add("budget " + budget.id() + " is there twice");
      }
      Scope scope = budget.scope();
      boolean named = scope.kind() == Scope.Kind.EVERYTHING || scope.kind() == Scope.Kind.TAG;
      if (!named && !known.contains(scope)) {
        problems.add("budget " + budget.id() + " is for " + scope + ", which is not there");
      }
      Unit unit = byScope.get(scope);
      checkAbove(budget, unit == null ? owners.get(scope) : unit.parent());
    }
  }

  /** A limit above that of the whole is a promise that cannot be kept. */
  private void checkAbove(Budget budget, @Nullable Scope parent) {
    Set<Scope> above = new HashSet<>();
    above.add(Scope.EVERYTHING);
    Directory.lineage(parent, byScope).forEach(unit -> above.add(unit.scope()));
    if (!budget.stops() || budget.scope().kind() == Scope.Kind.EVERYTHING) {
      return;
    }
    for (Budget other : budgets) {
      if (other.stops()
          && above.contains(other.scope())
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
}
