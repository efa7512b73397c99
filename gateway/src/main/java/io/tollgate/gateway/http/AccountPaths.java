package io.tollgate.gateway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tollgate.gateway.budget.AccountPath;
import io.tollgate.gateway.budget.BudgetBook;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.keys.Caller;
import java.util.ArrayList;
import java.util.List;

/** The accounts that callers are charged to, looked up once for each of them. */
final class AccountPaths {

  private final BudgetBook book;

  /** As long as the directory has them. What upkeep it needs is too little for another thread. */
  private final Cache<Caller, AccountPath> known =
      Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

  AccountPaths(BudgetBook book) {
    this.book = book;
  }

  BudgetBook book() {
    return book;
  }

  /** The accounts of a caller, and of the tags of its request. */
  AccountPath of(Caller caller, List<Scope> tags) {
    if (tags.isEmpty()) {
      return known.get(caller, asking -> book.path(asking.path(), asking.isOpenMode()));
    }
    List<Scope> scopes = new ArrayList<>(caller.path());
    scopes.addAll(tags);
    return book.path(scopes, caller.isOpenMode());
  }
}
