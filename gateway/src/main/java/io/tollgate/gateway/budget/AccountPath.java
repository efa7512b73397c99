package io.tollgate.gateway.budget;

import java.util.List;

/** The accounts that a request is charged to, the widest first. */
public final class AccountPath {

  private final List<Account> accounts;
  private final List<String> names;

  AccountPath(List<Account> accounts) {
    this.accounts = List.copyOf(accounts);
    this.names = accounts.stream().map(account -> account.scope().text()).toList();
  }

  List<Account> accounts() {
    return accounts;
  }

  /** Their names, as they are in the ledger. */
  public List<String> names() {
    return names;
  }

  /** Whether any of them has a budget. */
  public boolean isBudgeted() {
    for (int i = 0; i < accounts.size(); i++) {
      if (accounts.get(i).sums().length > 0) {
        return true;
      }
    }
    return false;
  }
}
