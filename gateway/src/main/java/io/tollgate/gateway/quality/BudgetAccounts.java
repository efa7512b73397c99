package io.tollgate.gateway.quality;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of keys and policies. Of more than {@value #ACCOUNTS_MAX} the one that was not used
 * for the longest time is given up, with its state: it begins afresh if it comes again. Safe for
 * use by several threads.
 */
final class BudgetAccounts {

  static final int ACCOUNTS_MAX = 10_000;

  private record Id(String key, String policy) {}

  private final int most;
  private final LinkedHashMap<Id, BudgetAccount> accounts = new LinkedHashMap<>(64, 0.75f, true);

  BudgetAccounts(int most, List<DeskState.Account> states) {
    this.most = most;
    for (DeskState.Account state : states) {
      put(new Id(state.key(), state.policy()), new BudgetAccount(state));
    }
  }

  synchronized BudgetAccount of(String key, String policy) {
    Id id = new Id(key, policy);
    BudgetAccount known = accounts.get(id);
    return known == null
        ? put(id, new BudgetAccount(new DeskState.Account(key, policy, 0, 0, null, null)))
        : known;
  }

  synchronized @Nullable BudgetAccount find(String key, String policy) {
    return accounts.get(new Id(key, policy));
  }

  private BudgetAccount put(Id id, BudgetAccount account) {
    accounts.put(id, account);
    if (accounts.size() > most) {
      accounts.pollFirstEntry();
    }
    return account;
  }

  /** All of them, those used lately last. */
  synchronized List<BudgetAccount> all() {
    return new ArrayList<>(accounts.values());
  }

  /** Charges what a model lost beyond prediction, to each by its share of the model's answers. */
  void charge(String model, long damagePpm, long nowMs) {
    Map<BudgetAccount, Double> shares = new LinkedHashMap<>();
    double sum = 0;
    for (BudgetAccount account : all()) {
      double answers = account.answersOf(model);
      sum += answers;
      shares.put(account, answers);
    }
    for (Map.Entry<BudgetAccount, Double> share : shares.entrySet()) {
      if (share.getValue() > 0) {
        share.getKey().charged(Math.round(damagePpm * (share.getValue() / sum)), nowMs);
      }
    }
  }
}
