package io.tollgate.gateway.keys;

import io.tollgate.gateway.budget.Scope;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A unit and all below it, as a directory has it. */
public final class Subtree {

  private final Scope top;
  private final Directory directory;
  private final Map<Scope, Unit> byScope = new HashMap<>();

  /** All below a unit, and itself. */
  public Subtree(Scope top, Directory directory) {
    this.top = top;
    this.directory = directory;
    directory.units().forEach(unit -> byScope.put(unit.scope(), unit));
  }

  /** Whether a unit is in it. */
  public boolean contains(@Nullable Scope unit) {
    return Directory.lineage(unit, byScope).stream().anyMatch(above -> above.scope().equals(top));
  }

  /** Whether a unit is in it and not its top. */
  public boolean isBelowTop(Scope unit) {
    return !unit.equals(top) && contains(unit);
  }

  /** Whether a key belongs to it: by its owner, or by its user where nobody else owns it. */
  public boolean owns(VirtualKey key) {
    Scope owner = key.terms().owner();
    String id = key.terms().user();
    Scope user = id == null ? null : new Scope(Scope.Kind.USER, id);
    return contains(owner) || (contains(user) && (owner == null || top.equals(user)));
  }

  /** Whether what is spent for a scope is spent in it. */
  public boolean covers(Scope scope) {
    return switch (scope.kind()) {
      case ORGANIZATION, TEAM, PROJECT, USER -> contains(scope);
      case KEY -> {
        Caller caller = directory.caller(scope.id());
        yield caller != null && owns(caller.key());
      }
      case EVERYTHING, TAG, MODEL -> false;
    };
  }

  /** Whether {@link #covers} holds for a scope that is not the top. */
  public boolean coversBelowTop(Scope scope) {
    return !scope.equals(top) && covers(scope);
  }
}
