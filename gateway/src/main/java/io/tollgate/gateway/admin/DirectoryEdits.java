package io.tollgate.gateway.admin;

import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.keys.Directory;
import io.tollgate.gateway.keys.KeyTerms;
import io.tollgate.gateway.keys.Subtree;
import io.tollgate.gateway.keys.Unit;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.limit.RateLimit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What calls make of a directory. Whoever has a scope changes what is below it only, and moves
 * nothing into it or out of it; that nobody has more than what he is a part of is checked by {@link
 * Directory}.
 */
final class DirectoryEdits {

  private final AdminCall call;
  private final byte[] body;
  private final Instant now;

  /**
   * The edit of a call.
   *
   * @param body the body of the call
   * @param now when it is
   */
  DirectoryEdits(AdminCall call, byte[] body, Instant now) {
    this.call = call;
    this.body = body;
    this.now = now;
  }

  /** Part of the caller that the directory knows: {@code null} for those without bounds. */
  static @Nullable Subtree bounds(AdminCall call, Directory directory) {
    Scope scope = call.who().scope();
    return switch (call.reach()) {
      case ALL -> null;
      case OWN -> {
        if (scope == null) {
          throw Refusal.forbidden("The token has no scope.");
        }
        yield new Subtree(scope, directory);
      }
      case NONE -> throw Refusal.forbidden("The role does not go to this.");
    };
  }

  Edit putUnit(Directory directory) {
    Unit after = Bodies.unit(call.item(), body);
    Unit before = unit(directory, after.scope());
    Subtree bounds = bounds(call, directory);
    require(
        bounds == null
            || ((before == null || bounds.isBelowTop(after.scope()))
                && !after.scope().equals(call.who().scope())
                && bounds.contains(after.parent())),
        "units below it, that stay there");
    return new Edit(
        refusable(() -> directory.withUnits(with(directory.units(), before, after))),
        before == null ? 201 : 200,
        before == null ? Map.of() : DirectoryJson.of(before),
        DirectoryJson.of(after));
  }

  Edit deleteUnit(Directory directory) {
    Scope scope = Bodies.unitScope(call.item());
    Unit before = found(unit(directory, scope));
    Subtree bounds = bounds(call, directory);
    require(bounds == null || bounds.isBelowTop(scope), "units below it");
    return new Edit(
        refusable(() -> directory.withUnits(with(directory.units(), before, null))),
        200,
        DirectoryJson.of(before),
        Map.of());
  }

  /**
   * Makes a key.
   *
   * @param text the new key's text
   */
  Edit createKey(Directory directory, String text) {
    Bodies.Key said = Bodies.key(body, now);
    VirtualKey after = VirtualKey.of(text, said.name(), said.terms());
    Subtree bounds = bounds(call, directory);
    requireTerms(bounds, said.terms(), null);
    requireOpenMode(bounds, said.terms(), KeyTerms.NONE);
    return new Edit(
        refusable(() -> directory.withKeys(with(directory.keys(), null, after))),
        201,
        Map.of(),
        DirectoryJson.of(after));
  }

  Edit putKey(Directory directory) {
    Bodies.Key said = Bodies.key(body, now);
    VirtualKey before = ownKey(directory);
    KeyTerms terms = said.terms();
    requireTerms(bounds(call, directory), terms, before.terms().user());
    requireOpenMode(bounds(call, directory), terms, before.terms());
    return changed(
        directory,
        before,
        key ->
            new VirtualKey(
                key.id(),
                said.name(),
                key.secretSha256(),
                key.revokedAt(),
                new KeyTerms(
                    terms.owner(),
                    terms.user(),
                    terms.tags(),
                    terms.grants(),
                    terms.maxCost(),
                    terms.openMode(),
                    terms.expiresAt(),
                    key.terms().previous())));
  }

  /**
   * Gives a key another secret.
   *
   * @param text a text of the same public id
   */
  Edit rotateKey(Directory directory, String text) {
    Instant until = now.plusSeconds(Bodies.overlap(body));
    VirtualKey before = ownKey(directory);
    if (!before.isActive(now)) {
      throw Refusal.of(409, "The key is revoked or has expired: make another one.");
    }
    return changed(directory, before, key -> key.rotated(text, until));
  }

  Edit revokeKey(Directory directory) {
    Fields.of(body);
    Instant at = now.truncatedTo(ChronoUnit.SECONDS);
    return changed(directory, ownKey(directory), key -> key.revoked(at));
  }

  private static Edit changed(
      Directory directory, VirtualKey before, UnaryOperator<VirtualKey> change) {
    VirtualKey after = change.apply(before);
    return new Edit(
        refusable(() -> directory.withKeys(with(directory.keys(), before, after))),
        200,
        DirectoryJson.of(before),
        DirectoryJson.of(after));
  }

  private VirtualKey ownKey(Directory directory) {
    VirtualKey key = found(first(directory.keys(), known -> known.id().equals(call.item())));
    Subtree bounds = bounds(call, directory);
    require(bounds == null || bounds.owns(key), "keys in it");
    return key;
  }

  /** Open mode risks money of those above, too: who has bounds grants it to no key. */
  private void requireOpenMode(@Nullable Subtree bounds, KeyTerms terms, KeyTerms before) {
    require(
        bounds == null || !terms.openMode() || before.openMode(),
        "keys in it, but does not put them into open mode");
  }

  /** A key stays in the scope, and is of no user elsewhere unless it was before. */
  private void requireTerms(@Nullable Subtree bounds, KeyTerms terms, @Nullable String userBefore) {
    String user = terms.user();
    require(
        bounds == null
            || (bounds.contains(terms.owner())
                && (user == null
                    || user.equals(userBefore)
                    || bounds.contains(new Scope(Scope.Kind.USER, user)))),
        "keys with an owner and a user in it");
  }

  Edit putBudget(Directory directory) {
    Budget after = Bodies.budget(newId(), body);
    Budget before = first(directory.budgets(), known -> known.id().equals(after.id()));
    requireBelow(directory, "budgets below it", after.scope());
    requireBelow(directory, "budgets below it", before == null ? after.scope() : before.scope());
    return new Edit(
        refusable(() -> directory.withBudgets(with(directory.budgets(), before, after))),
        before == null ? 201 : 200,
        before == null ? Map.of() : DirectoryJson.of(before),
        DirectoryJson.of(after));
  }

  Edit deleteBudget(Directory directory) {
    Budget before = found(first(directory.budgets(), known -> known.id().equals(call.item())));
    requireBelow(directory, "budgets below it", before.scope());
    return new Edit(
        refusable(() -> directory.withBudgets(with(directory.budgets(), before, null))),
        200,
        DirectoryJson.of(before),
        Map.of());
  }

  Edit putLimit(Directory directory) {
    RateLimit after = Bodies.limit(newId(), body);
    RateLimit before = first(directory.limits(), known -> known.id().equals(after.id()));
    requireBelow(directory, "limits below it", after.scope());
    requireBelow(directory, "limits below it", before == null ? after.scope() : before.scope());
    return new Edit(
        refusable(() -> directory.withLimits(with(directory.limits(), before, after))),
        before == null ? 201 : 200,
        before == null ? Map.of() : DirectoryJson.of(before),
        DirectoryJson.of(after));
  }

  Edit deleteLimit(Directory directory) {
    RateLimit before = found(first(directory.limits(), known -> known.id().equals(call.item())));
    requireBelow(directory, "limits below it", before.scope());
    return new Edit(
        refusable(() -> directory.withLimits(with(directory.limits(), before, null))),
        200,
        DirectoryJson.of(before),
        Map.of());
  }

  /** The id in the path, for something that may have to be made. */
  private String newId() {
    if (!Scope.isId(call.item())) {
      throw Refusal.of(400, "The id is none (expected: up to 64 of a-z, 0-9 and ._-).");
    }
    return call.item();
  }

  /** What a caller has to do with is below his scope: not the scope itself, and no tag or model. */
  private void requireBelow(Directory directory, String what, Scope scope) {
    Subtree bounds = bounds(call, directory);
    require(bounds == null || bounds.coversBelowTop(scope), what);
  }

  static @Nullable Unit unit(Directory directory, Scope scope) {
    return first(directory.units(), unit -> unit.scope().equals(scope));
  }

  static <T> @Nullable T first(List<T> items, Predicate<T> wanted) {
    for (T item : items) {
      if (wanted.test(item)) {
        return item;
      }
    }
    return null;
  }

  static <T> T found(@Nullable T item) {
    if (item == null) {
      throw Refusal.of(404, "There is none of this id.");
    }
    return item;
  }

  private void require(boolean own, String what) {
    if (!own) {
      throw Refusal.forbidden(
          "A "
              + call.who().role().key()
              + " of "
              + call.who().scope()
              + " has to do with "
              + what
              + " only.");
    }
  }

  /** The items with one in the place of another: added where that is none, left out if none. */
  private static <T> List<T> with(List<T> items, @Nullable T before, @Nullable T after) {
    List<T> others = new ArrayList<>(items);
    int index = before == null ? -1 : others.indexOf(before);
    if (index >= 0) {
      others.remove(index);
    }
    if (after != null) {
      others.add(index >= 0 ? index : others.size(), after);
    }
    return others;
  }

  private static Directory refusable(Supplier<Directory> making) {
    try {
      return making.get();
    } catch (IllegalArgumentException e) {
      throw Refusal.of(409, String.valueOf(e.getMessage()));
    }
  }
}
