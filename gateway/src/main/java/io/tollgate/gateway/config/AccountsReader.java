package io.tollgate.gateway.config;

import io.tollgate.adapters.provider.ProviderProfile;
import io.tollgate.adapters.provider.Variables;
import io.tollgate.gateway.upstream.Account;
import io.tollgate.gateway.upstream.Allowance;
import io.tollgate.gateway.upstream.Provider;
import io.tollgate.policies.yaml.YamlList;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads who calls a provider: its one credential, or the {@code accounts} in its place.
 *
 * <pre>{@code
 * accounts:
 *   - { name: main, key: env:NAME, weight: 3, tokens_per_minute: 2000000, requests_per_minute: 5000 }
 *   - { name: spare, key: env:NAME }
 * }</pre>
 *
 * @param credentials reads the credential of a provider, or of an account, which has the same keys
 */
record AccountsReader(AuthenticationReader credentials) {

  private static final YamlType<Integer> WEIGHT = YamlType.integer(1, Account.WEIGHT_MAX);
  private static final YamlType<Long> A_MINUTE = YamlType.wholeNumber(1, Allowance.MOST);

  List<Account> read(YamlMap provider, @Nullable ProviderProfile profile, Variables variables) {
    if (!provider.has("accounts")) {
      return List.of(Account.only(credentials.read(provider, profile, variables)));
    }
    for (String key : List.of("key", "auth")) {
      if (provider.has(key)) {
        provider.problem(
            key,
            "there are accounts, too",
            "move it into one of them, or leave accounts out: a provider has one or the other");
      }
      provider.allow(key);
    }
    YamlList list = provider.list("accounts");
    List<Account> accounts = list.eachMap(map -> account(map, profile, variables));
    if (accounts.isEmpty()) {
      provider.problem(
          "accounts", "there is no account", "name at least one, or give the provider a key");
      return List.of(Account.only(AuthenticationReader.NOBODY));
    }
    if (accounts.size() > Provider.ACCOUNTS_MAX) {
      provider.problem(
          "accounts",
          "there are " + accounts.size() + " accounts",
          "name at most " + Provider.ACCOUNTS_MAX);
      return accounts.subList(0, Provider.ACCOUNTS_MAX);
    }
    if (accounts.stream().map(Account::name).distinct().count() < accounts.size()) {
      provider.problem("accounts", "two accounts have one name", "give each a name of its own");
    }
    return accounts;
  }

  private Account account(YamlMap map, @Nullable ProviderProfile profile, Variables variables) {
    return new Account(
        map.required("name", ConfigFile.NAME),
        credentials.read(map, profile, variables),
        map.optional("weight", WEIGHT, 1),
        new Allowance(
            map.optional("requests_per_minute", A_MINUTE, 0L),
            map.optional("tokens_per_minute", A_MINUTE, 0L)));
  }
}
