package io.tollgate.gateway.budget;

import java.util.List;

/** The accounts that a request is charged to, the widest first. */
public final class AccountPath {

  private final List<Account> accounts;
  private final List<String> names;
  private final boolean openMode;

  AccountPath(List<Account> accounts, boolean openMode) {
    this.accounts = List.copyOf(accounts);
    this.openMode = openMode;
    // A copy is what every further copy of them is, for a stream's list is copied anew each time.
    this.names = List.copyOf(accounts.stream().map(account -> account.scope().text()).toList());
  }

  List<Account> accounts() {
    return accounts;
  }

  /** Whether it goes on within leases while the store of leases does not answer. */
  boolean isOpenMode() {
    return openMode;
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
