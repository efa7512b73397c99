package io.tollgate.gateway.admin;

import io.tollgate.gateway.admin.Paging.Page;
import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetReading;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.keys.Directory;
import io.tollgate.gateway.keys.Subtree;
import io.tollgate.gateway.keys.Unit;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.limit.RateLimit;
import io.tollgate.gateway.limit.Standing;
import io.tollgate.gateway.roles.TokenText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What calls show of a directory: all of it, or what is in the caller's scope. */
final class DirectoryReads {

  private static final int ETAG_CHARS = 32;

  private DirectoryReads() {}

  /** The state of a directory, as an entity tag. */
  static String etag(Directory directory) {
    return "\"" + TokenText.digest(KeyFile.text(directory)).substring(0, ETAG_CHARS) + "\"";
  }

  static Answer units(AdminCall call, Directory directory) {
    Subtree bounds = DirectoryEdits.bounds(call, directory);
    Page<Unit> page =
        call.paging()
            .of(
                directory.units().stream()
                    .filter(unit -> bounds == null || bounds.contains(unit.scope()))
                    .toList(),
                unit -> unit.scope().text());
    return part(call, directory, "units", page, DirectoryJson::of);
  }

  static Answer unit(AdminCall call, Directory directory) {
    Scope scope = Bodies.unitScope(call.item());
    Unit unit = DirectoryEdits.found(DirectoryEdits.unit(directory, scope));
    Subtree bounds = DirectoryEdits.bounds(call, directory);
    require(bounds == null || bounds.contains(scope));
    return Answer.of(200, DirectoryJson.of(unit), etag(directory));
  }

  static Answer keys(AdminCall call, Directory directory) {
    Subtree bounds = DirectoryEdits.bounds(call, directory);
    Page<VirtualKey> page =
        call.paging()
            .of(
                directory.keys().stream()
                    .filter(key -> bounds == null || bounds.owns(key))
                    .toList(),
                VirtualKey::id);
    return part(call, directory, "keys", page, DirectoryJson::of);
  }

  private static <T> Answer part(
      AdminCall call, Directory directory, String name, Page<T> page, Function<T, Object> shown) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(name, page.items().stream().map(shown).toList());
    if (page.next() != null) {
      body.put("next", page.next());
    }
    return Answer.of(200, body, etag(directory)).page(call, page);
  }

  static Answer key(AdminCall call, Directory directory) {
    VirtualKey key =
        DirectoryEdits.found(
            DirectoryEdits.first(directory.keys(), known -> known.id().equals(call.item())));
    Subtree bounds = DirectoryEdits.bounds(call, directory);
    require(bounds == null || bounds.owns(key));
    return Answer.of(200, DirectoryJson.of(key), etag(directory));
  }

  static Answer budget(AdminCall call, Directory directory) {
    Budget budget =
        DirectoryEdits.found(
            DirectoryEdits.first(directory.budgets(), known -> known.id().equals(call.item())));
    Subtree bounds = DirectoryEdits.bounds(call, directory);
    require(bounds == null || bounds.covers(budget.scope()));
    return Answer.of(200, DirectoryJson.of(budget), etag(directory));
  }

  static Answer limit(AdminCall call, Directory directory) {
    RateLimit limit =
        DirectoryEdits.found(
            DirectoryEdits.first(directory.limits(), known -> known.id().equals(call.item())));
    Subtree bounds = DirectoryEdits.bounds(call, directory);
    require(bounds == null || bounds.covers(limit.scope()));
    return Answer.of(200, DirectoryJson.of(limit), etag(directory));
  }

  /** How it stands with budgets that a caller may see. */
  static Answer standings(AdminCall call, Directory directory, List<BudgetReading> readings) {
    Subtree bounds = DirectoryEdits.bounds(call, directory);
    Page<BudgetReading> page =
        call.paging()
            .of(
                readings.stream()
                    .filter(reading -> bounds == null || bounds.covers(reading.budget().scope()))
                    .toList(),
                reading -> reading.budget().id());
    return Answer.json(BudgetsJson.of(page)).page(call, page);
  }

  /** How it stands with rate limits that a caller may see. */
  static Answer limits(AdminCall call, Directory directory, List<Standing> standings) {
    Subtree bounds = DirectoryEdits.bounds(call, directory);
    Page<Standing> page =
        call.paging()
            .of(
                standings.stream()
                    .filter(standing -> bounds == null || bounds.covers(standing.limit().scope()))
                    .toList(),
                standing -> standing.limit().id());
    return Answer.json(LimitsJson.of(page)).page(call, page);
  }

  private static void require(boolean own) {
    if (!own) {
      throw Refusal.forbidden("It is not in the scope of the token.");
    }
  }
}
