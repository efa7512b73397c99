package io.tollgate.gateway.upstream;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the deployments of one provider share: its accounts, and its budget for retries. */
final class ProviderHealth {

  private final String name;
  private final Resilience resilience;
  private final RetryBudget retries;
  private final List<AccountHealth> accounts;
  private final boolean pool;

  /**
   * The health of a provider of which nothing is known, but for its accounts.
   *
   * @param before whose accounts go on where they are the same ones; {@code null} where none do
   */
  ProviderHealth(
      String name,
      Resilience resilience,
      List<Account> configured,
      @Nullable ProviderHealth before,
      LongSupplier nanoTime) {
    this.name = name;
    this.resilience = resilience;
    this.retries = new RetryBudget(resilience.retries());
    this.pool = isPool(configured);
    this.accounts =
        configured.stream()
            .map(account -> {
              AccountHealth known = before == null ? null : before.find(account);
              return known == null ? new AccountHealth(account, nanoTime) : known;
            })
            .toList();
    configure(configured);
  }

  /** Whether there is anything to choose between the accounts, or any limit of them to keep to. */
  static boolean isPool(List<Account> accounts) {
    return accounts.size() > 1 || !accounts.getFirst().allowance().equals(Allowance.UNSAID);
  }

  private @Nullable AccountHealth find(Account account) {
    for (AccountHealth each : accounts) {
      if (each.is(account)) {
        return each;
      }
    }
    return null;
  }

  /** Takes the weights and allowances of the accounts, which are the same ones. */
  void configure(List<Account> configured) {
    for (int i = 0; i < configured.size(); i++) {
      accounts.get(i).configure(configured.get(i));
    }
  }

  String name() {
    return name;
  }

  Resilience resilience() {
    return resilience;
  }

  RetryBudget retries() {
    return retries;
  }

  /** Its accounts; one at least. */
  List<AccountHealth> accounts() {
    return accounts;
  }

  boolean isPool() {
    return pool;
  }
}
